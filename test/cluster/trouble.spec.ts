import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectKafka } from '@barometer/kafka';
import { ifBrokersRun } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { healed } from './harm.js';
import { lastWords } from './last-words.js';
import { PREFIX, Scene } from './scene.js';
import { Stream } from './stream.js';
import { verdictOf } from './verdict.js';

const VERSION = '4.4.0';
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** Debian's libfaketime: gives one process a wall clock of its own. */
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

/** A test that needs libfaketime; without it one line says so, and where CI is set it fails. */
function ifClockBends(name: string, test: () => Promise<void>, limit: number): void {
  if (existsSync(FAKETIME) || process.env['CI']) return it(name, test, limit);
  process.stderr.write(`skipped: ${name}: libfaketime (Debian's faketime) is not installed\n`);
  it.skip(name, test, limit);
}

ifBrokersRun('a cluster in trouble', VERSION, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.open({ version: VERSION, secure: true });
    await scene.start('collector', 1);
    await scene.start('assessor', 1);
  }, 300_000);
  afterAll(() => scene?.close(), 60_000);

  it('says in one line that the password is wrong, and ends with 2', async () => {
    const passwordFile = join(scene.directory, 'wrong-password');
    writeFileSync(passwordFile, 'not-this-one');
    const { secureAddress, keys } = scene.broker;
    const sasl = `sasl: { mechanism: scram-sha-512, user: ${keys!.user}, passwordFile: ${passwordFile} }`;
    const kafka = `brokers: ['${secureAddress}'], security: tls, caFile: ${keys!.caFile}, ${sasl}`;
    const member = await scene.add('notifier', { kafka });
    expect(await member.ended()).toBe(2);
    expect(lastWords(member.said)).toEqual([expect.stringContaining('the broker refused the user or password')]);
    expect(member.said).not.toContain('not-this-one');
    scene.members.splice(scene.members.indexOf(member), 1);
  }, 60_000);

  it('takes what came while the disk of the broker was full, once there is room again', async () => {
    const stream = new Stream(scene.settings, { rate: 40 });
    await stream.start();
    await pause(2_000);
    scene.broker.maxFileBytes = 12 * 1_048_576;
    await scene.broker.restart();
    const full = scene.broker.gone();
    const filler = (await connectKafka(scene.settings, silent)).producer({ retry: { retries: 0 } });
    await filler.connect();
    const fill = async () => {
      for (;;) await filler.send({ topic: `${PREFIX}.rejects`, messages: [{ value: 'x'.repeat(900_000) }] });
    };
    await expect(fill()).rejects.toThrow();
    await filler.disconnect();
    await full;
    await pause(3_000);
    scene.broker.maxFileBytes = undefined;
    await scene.broker.restart();
    await healed(scene);
    await stream.stop();
    await until(async () => {
      const { journal, lost } = await verdictOf(scene.settings);
      const there = new Set(journal);
      return lost.length === 0 && stream.sent.every((id) => there.has(id));
    }, 60_000);
    expect(stream.sent.length).toBeGreaterThan(80);
    expect(scene.of('collector')[0]!.ends.filter((end) => end !== 2)).toEqual([]);
  }, 180_000);

  ifClockBends(
    'stops the appender whose clock jumps, with one line; another goes on',
    async () => {
      const file = join(scene.directory, 'clock');
      writeFileSync(file, '+0');
      const env = {
        ...{ LD_PRELOAD: FAKETIME, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' },
        ...{ FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' },
      };
      const odd = await scene.add('collector', { env });
      await until(() => odd.ready(), 60_000);
      const report = (recordId: string) => {
        const occurredFrom = new Date().toISOString();
        const body = JSON.stringify({ dataset: 'wire', recordId, kind: 'attack', country: 'IQ', occurredFrom });
        const answer = fetch(`${odd.url}/incidents`, { method: 'POST', body });
        return answer.then(
          ({ status }) => status,
          () => 'no answer',
        );
      };
      expect(await report('before')).toBe(202);
      writeFileSync(file, '+300');
      expect(await report('after')).not.toBe(202);
      expect(await odd.ended()).toBe(2);
      expect(lastWords(odd.said)).toEqual([expect.stringMatching(/clock/)]);
      expect(await scene.of('collector')[0]!.ready()).toBe(true);
    },
    90_000,
  );
});
