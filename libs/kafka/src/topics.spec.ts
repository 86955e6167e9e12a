import { freshPrefix, onBrokers } from './testing/index.js';
import kafkajs, { type Kafka } from 'kafkajs';
import { faultsOf, incidentTopics, prepareTopics, topicSpecs } from './topics.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const { journal, deliveries } = topicSpecs('barometer');
const set = (changes: Record<string, string> = {}) => new Map(Object.entries({ ...journal.config, ...changes }));

describe('what is wrong with a topic', () => {
  it.each([
    ['as it was made', journal, 1, set(), []],
    ['larger records than needed do no harm', journal, 1, set({ 'max.message.bytes': '99999999' }), []],
    [
      'history would go after a week',
      journal,
      1,
      set({ 'retention.ms': '604800000' }),
      [/retention\.ms=604800000, needed is -1 .*--alter/],
    ],
    ['history would go by size', journal, 1, set({ 'retention.bytes': '1' }), [/retention\.bytes/]],
    [
      'entries would vanish',
      journal,
      1,
      set({ 'cleanup.policy': 'compact' }),
      [/cleanup\.policy=compact, needed is delete/],
    ],
    ['two partitions have no one order', journal, 2, set(), [/2 partitions, needed is 1/]],
    [
      'a table that is not compacted forgets',
      deliveries,
      1,
      new Map([['cleanup.policy', 'delete']]),
      [/compact/, /max/],
    ],
  ] as const)('%s', (_, spec, partitions, config, faults) => {
    const found = faultsOf(spec, partitions, config as ReadonlyMap<string, string>);
    expect(found).toHaveLength(faults.length);
    faults.forEach((fault, index) => expect(found[index]).toMatch(fault));
  });
});

onBrokers('topics', (broker) => {
  let kafka: Kafka;
  beforeAll(() => {
    kafka = new kafkajs.Kafka({ brokers: [...broker.addresses], logLevel: kafkajs.logLevel.NOTHING });
  });
  const prepare = (prefix: string) =>
    prepareTopics(kafka, {
      specs: [...Object.values(topicSpecs(prefix)), ...incidentTopics([`${prefix}-incidents`])],
      ...{ replication: 1, log: silent },
    });

  it('are created once, also by three processes at a time, and found in order afterwards', async () => {
    const prefix = freshPrefix();
    await Promise.all([1, 2, 3].map(() => prepare(prefix)));
    await prepare(prefix);
  });

  it('set up otherwise are refused with the difference and the command that mends it', async () => {
    const prefix = freshPrefix();
    const made = { topic: `${prefix}.journal`, partitions: 2, config: {}, required: {} };
    await prepareTopics(kafka, { specs: [made], replication: 1, log: silent });
    await expect(prepare(prefix)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(new RegExp(`${prefix}.journal has 2 partitions, needed is 1; .*retention.ms=-1`)),
    });
  });
});
