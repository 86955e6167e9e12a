import { connectKafka, openKafka } from '@barometer/kafka';
import { ifBrokersRun } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { lastWords } from './last-words.js';
import type { Member } from './member.js';
import { recordsOf } from './records.js';
import { PREFIX, Scene, TOPIC } from './scene.js';
import { verdictOf } from './verdict.js';

const VERSION = '4.4.0';
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

ifBrokersRun('a topic deleted under its services', VERSION, () => {
  let scene: Scene;
  const collector = () => scene.of('collector')[0]!;
  const assessor = () => scene.of('assessor')[0]!;
  const notifier = () => scene.of('notifier')[0]!;
  beforeAll(async () => {
    scene = await Scene.open({ version: VERSION });
    await scene.start('collector', 1);
    await scene.start('assessor', 1);
    await scene.start('notifier', 1);
  }, 300_000);
  afterAll(() => scene?.close(), 60_000);

  async function logged(name: 'journal' | 'alerts'): Promise<string[]> {
    const stores = await openKafka(scene.settings, { role: 'verdict', log: silent, onFatal: () => {} });
    const values: string[] = [];
    for await (const { value } of recordsOf(stores[name])) values.push(value);
    await stores.close();
    return values;
  }

  async function post(recordId: string): Promise<number> {
    const occurredFrom = new Date().toISOString();
    const report = {
      dataset: 'wire',
      recordId,
      kind: 'attack',
      country: 'IQ',
      occurredFrom,
      injured: 20,
      reporter: 'us_dod',
    };
    return (await fetch(`${collector().url}/incidents`, { method: 'POST', body: JSON.stringify(report) })).status;
  }

  /** A report that is told, so that every topic holds something. */
  async function told(recordId: string): Promise<void> {
    const before = scene.sink.taken.length;
    expect(await post(recordId)).toBe(202);
    await until(() => scene.sink.taken.length > before, 30_000);
  }

  async function remove(topic: string): Promise<void> {
    const admin = (await connectKafka(scene.settings, silent)).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
  }

  /** Deletes a topic, gives everybody work, and expects the members to end with one line that names it. */
  async function ends(topic: string, members: readonly Member[]): Promise<void> {
    const said = members.map((member) => member.said.length);
    await remove(topic);
    await post(`while ${topic} is gone`);
    for (const [index, member] of members.entries()) {
      expect([member.role, await member.ended()]).toEqual([member.role, 2]);
      expect(lastWords(member.said.slice(said[index]))).toEqual([expect.stringContaining(topic)]);
    }
  }

  async function start(member: Member): Promise<void> {
    member.start();
    await until(() => member.ready(), 60_000);
  }

  it('of incidents: the collector ends with one line, makes it anew and takes what comes', async () => {
    await told('before');
    await ends(TOPIC, [collector()]);
    await start(collector());
    await told('incidents made anew');
  }, 90_000);

  it('of deliveries: the notifier ends with one line, and goes on', async () => {
    await ends(`${PREFIX}.deliveries`, [notifier()]);
    await start(notifier());
    await told('deliveries made anew');
  }, 90_000);

  it('of alerts: assessor and notifier end with one line, and the log is written again, byte for byte', async () => {
    const before = (await logged('alerts')).map((value) => (JSON.parse(value) as { transition: unknown }).transition);
    await ends(`${PREFIX}.alerts`, [assessor(), notifier()]);
    await start(assessor());
    await until(async () => (await logged('alerts')).length >= before.length, 60_000);
    const after = (await logged('alerts')).map((value) => (JSON.parse(value) as { transition: unknown }).transition);
    expect(after.slice(0, before.length)).toEqual(before);
    await until(async () => (await verdictOf(scene.settings)).lost.length === 0, 30_000);
    expect((await verdictOf(scene.settings)).twice).toEqual([]);
    await start(notifier());
    await told('alerts made anew');
  }, 90_000);

  it('of the journal: the assessor ends with one line, and refuses to go on over another one', async () => {
    await ends(`${PREFIX}.journal`, [assessor()]);
    const alerts = await logged('alerts');
    const said = assessor().said.length;
    assessor().start();
    expect(await assessor().ended()).toBe(2);
    expect(lastWords(assessor().said.slice(said))).toEqual([
      expect.stringMatching(/the alert log tells of place \d+ of the journal, and the journal ends at place \d+/),
    ]);
    expect(await logged('alerts')).toEqual(alerts);
  }, 90_000);
});
