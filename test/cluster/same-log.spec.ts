import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { AlertRecord } from '@barometer/alert';
import { openEmbedded } from '@barometer/embedded';
import { connectKafka, openKafka } from '@barometer/kafka';
import { ifBrokersRun, makeTopic } from '@barometer/kafka/testing';
import { startStandalone } from '@barometer/standalone';
import type { Log, LogRecord } from '@barometer/store';
import { EXAMPLE } from '../acceptance/example-journal.js';
import { until } from '../acceptance/running.js';
import { Scene, TOPIC } from './scene.js';

const VERSION = '4.4.0';
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function recordsOf(log: Log): Promise<LogRecord[]> {
  const all: LogRecord[] = [];
  for (let next = 0; ; next = all.at(-1)!.offset + 1) {
    const records = await log.read(next, 1_000);
    if (records.length === 0) return all;
    all.push(...records);
  }
}

/** Transitions by watch, byte for byte, as a reader sees them who drops repeats. */
async function byWatch(alerts: Log): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { value } of await recordsOf(alerts)) {
    const { transition } = JSON.parse(value) as AlertRecord;
    const known = (found[transition.watch] ??= []);
    if (transition.watchSeq > known.length) known.push(JSON.stringify(transition));
  }
  return found;
}

/** What only the entry that ends the import holds. */
const IMPORTED = '"import ended"';

const countsOf = (told: Record<string, string[]>): Record<string, number> =>
  Object.fromEntries(Object.entries(told).map(([watch, transitions]) => [watch, transitions.length]));

ifBrokersRun('the alert log of three assessors on Kafka', VERSION, () => {
  let scene: Scene;
  let directory: string;
  const [watched] = readFileSync(join(EXAMPLE, 'barometer.yaml'), 'utf8').split(/^receivers:/m);

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'barometer-same-log-'));
    scene = await Scene.open({ version: VERSION }, watched);
  }, 300_000);
  afterAll(async () => {
    await scene?.close();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  /** Everything the example knows, on the topic before anybody reads it: the desk's history. */
  async function produce(values: readonly string[]): Promise<void> {
    const kafka = await connectKafka(scene.settings, silent);
    await makeTopic(kafka, TOPIC, { partitions: 3 });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: TOPIC, messages: values.map((value) => ({ value })) });
    await producer.disconnect();
  }

  /** The alert log of standalone over the same journal in the embedded store. */
  async function embeddedRun(journal: readonly LogRecord[]): Promise<Record<string, string[]>> {
    const config = join(directory, 'barometer.yaml');
    writeFileSync(config, watched!);
    const embedded = await openEmbedded(join(directory, 'data'));
    await embedded.journal.append(journal.map(({ value }) => ({ value })));
    await embedded.close();
    const standalone = await startStandalone({
      ...{ config, dataDir: join(directory, 'data'), example: true, port: 0, logLevel: 'silent' },
      onFatal: (error) => {
        throw error;
      },
    });
    const told = await byWatch(standalone.stores.alerts);
    await standalone.close();
    return told;
  }

  it('is byte-identical, watch by watch, to the embedded run of the same journal', async () => {
    const history = readFileSync(join(EXAMPLE, 'incidents.ndjson'), 'utf8').trim().split('\n');
    await produce(history);
    await scene.start('collector', 1);
    await scene.start('assessor', 3);
    const stores = await openKafka(scene.settings, { role: 'console', log: silent, onFatal: () => {} });
    try {
      await until(async () => (await recordsOf(stores.journal)).some(({ value }) => value.includes(IMPORTED)), 60_000);
      for (const collector of scene.of('collector')) await collector.end('SIGTERM');

      const expected = await embeddedRun(await recordsOf(stores.journal));
      await until(async () => isDeepStrictEqual(countsOf(await byWatch(stores.alerts)), countsOf(expected)), 60_000);
      for (const member of scene.members) await member.end('SIGTERM');

      const found = await byWatch(stores.alerts);
      expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
      for (const [watch, transitions] of Object.entries(expected)) expect(found[watch]).toEqual(transitions);
      expect(Object.values(expected).flat().length).toBeGreaterThan(50);
    } finally {
      await stores.close();
    }
  }, 180_000);
});
