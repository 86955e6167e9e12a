import { readdirSync } from 'node:fs';
import kafkajs from 'kafkajs';
import { onBrokers } from '../testing/index.js';
import { assertVersions, newestOf, SPOKEN, unspoken, type BrokerVersions } from './versions.js';

/** A broker that takes each request up to and from these versions. */
const takes = (of: (newest: number) => { minVersion: number; maxVersion: number }): BrokerVersions =>
  Object.fromEntries(Object.entries(SPOKEN).map(([number, request]) => [number, of(newestOf(request))]));

describe('the versions of a broker', () => {
  it.each([
    { why: 'its least is our newest', min: 0, names: [] },
    { why: 'its least is above our newest', min: 1, names: Object.values(SPOKEN) },
  ])('are refused where $why: $names.length requests', ({ min, names }) => {
    const versions = takes((newest) => ({ minVersion: newest + min, maxVersion: newest + 9 }));
    expect(unspoken(versions).map((words) => words.split(' ')[0])).toEqual(names);
  });

  it('name the request and both versions', () => {
    const versions = {
      ...takes((newest) => ({ minVersion: 0, maxVersion: newest })),
      0: { minVersion: 8, maxVersion: 12 },
    };
    expect(unspoken(versions)).toEqual(['produce from version 8 on (spoken: up to 7)']);
    expect(unspoken({})).toContain('fetch not at all (spoken: up to 11)');
  });

  it.each(Object.entries(SPOKEN))('request %s is %s to kafkajs', (number, request) => {
    const folder = new URL(`../../../../node_modules/kafkajs/src/protocol/requests/${request}`, import.meta.url);
    const folders = readdirSync(folder).filter((name) => /^v\d+$/.test(name));
    expect(newestOf(request)).toBe(Math.max(...folders.map((name) => Number(name.slice(1)))));
    expect(Number(number)).toBeGreaterThanOrEqual(0);
  });
});

onBrokers('the versions', (broker) => {
  it('are spoken', async () => {
    await assertVersions(new kafkajs.Kafka({ brokers: [...broker.addresses], logLevel: kafkajs.logLevel.NOTHING }));
  });
});
