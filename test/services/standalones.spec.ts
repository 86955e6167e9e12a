import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEntry } from '@barometer/journal';
import { freshPrefix, onBrokers } from '@barometer/kafka/testing';
import { exampleOptions, startStandalone } from '@barometer/standalone';

onBrokers('two standalones on one desk', (broker) => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-two-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('publish one config and import the history once', async () => {
    const example = exampleOptions();
    const config = join(directory, 'barometer.yaml');
    const [watched] = readFileSync(example.config, 'utf8').split(/^settings:$/m);
    const kafka = `kafka: { brokers: '${broker.addresses.join(',')}', prefix: ${freshPrefix()} }`;
    writeFileSync(config, `${watched}\nsettings:\n  store: kafka\n  ${kafka}\n`);
    const start = (name: string) =>
      startStandalone({
        ...{ config, history: example.history!, dataDir: join(directory, name), example: true, port: 0 },
        logLevel: 'silent',
        onFatal: (error) => {
          throw error;
        },
      });
    const both = await Promise.all([start('one'), start('two')]);
    try {
      const { journal } = both[0].stores;
      const types: string[] = [];
      for (let next = await journal.begin(); ;) {
        const records = await journal.read(next, 1_000);
        if (records.length === 0) break;
        types.push(...records.map(({ value }) => decodeEntry(value).type));
        next = records.at(-1)!.offset + 1;
      }
      const lines = readFileSync(example.history!, 'utf8').trim().split('\n').length;
      const count = (type: string) => types.filter((one) => one === type).length;
      expect([count('config'), count('revision'), count('import ended')]).toEqual([1, lines, 1]);
    } finally {
      await Promise.all(both.map((one) => one.close()));
    }
  }, 180_000);
});
