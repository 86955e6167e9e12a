import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { ifBrokersRun } from '@barometer/kafka/testing';
import { isoDate } from '@barometer/time';
import { until } from '../acceptance/running.js';
import type { Member } from '../cluster/member.js';
import { Scene, TOPIC } from '../cluster/scene.js';

const VERSION = '4.4.0';
const WATCH = '{ rules: { r: { reading: { kind: count, of: s }, levels: { high: count >= 3 } } } }';

const incident = (recordId: string, country: string) => ({
  ...{ dataset: 'wire', recordId, revision: 1, kind: 'attack', country, reporter: 'us_dod', injured: 12 },
  occurredFrom: isoDate(Date.now()),
});

ifBrokersRun('four services, each a process of its own', VERSION, () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await Scene.open({ version: VERSION });
    await scene.start('collector', 1);
    await scene.start('assessor', 2);
    await scene.start('notifier', 2);
    await scene.start('console', 1);
  }, 180_000);
  afterAll(() => scene?.close(), 60_000);

  const first = (role: Parameters<Scene['of']>[0]): Member => scene.of(role)[0]!;
  /** Words of the messages that the receiver took. */
  const told = () => scene.sink.taken.map(({ body }) => JSON.stringify(body));
  const open = async (country: string) => {
    const answer = await fetch(`${first('console').url}/api/v1/alerts?watch=at-${country.toLowerCase()}`);
    const { items } = (await answer.json()) as { items: { alertId: string; level: string }[] };
    return items;
  };

  it('carry a report that is posted to a receiver, and show it', async () => {
    const answer = await fetch(`${first('collector').url}/incidents`, {
      method: 'POST',
      body: JSON.stringify(incident('posted', 'IQ')),
    });
    expect([answer.status, await answer.json()]).toMatchObject([202, { accepted: 1 }]);
    await until(() => told().some((words) => words.includes('wire/posted')), 30_000);
    await until(async () => (await open('IQ')).length === 1, 10_000);
    expect((await open('IQ'))[0]).toMatchObject({ level: 'high' });
  }, 60_000);

  it('carry a report that is sent to the topic', async () => {
    const kafka = new kafkajs.Kafka({ brokers: [scene.broker.address], logLevel: kafkajs.logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: TOPIC, messages: [{ value: JSON.stringify(incident('sent', 'SY')) }] });
    await producer.disconnect();
    await until(() => told().some((words) => words.includes('wire/sent')), 30_000);
  }, 60_000);

  it('take an act at the console, and tell a test of it', async () => {
    const { url } = first('console');
    const { alertId } = (await open('IQ'))[0]!;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ by: 'duty' });
    const act = await fetch(`${url}/api/v1/alerts/${alertId}/acknowledge`, { method: 'POST', headers, body });
    expect(act.status).toBe(201);
    const before = (await scene.sink.all()).length;
    const test = await fetch(`${url}/api/v1/receivers/hook/test`, { method: 'POST', headers, body: '{}' });
    expect([test.status, await test.json()]).toMatchObject([201, { is: 'accepted' }]);
    expect(await scene.sink.all()).toHaveLength(before + 1);
  }, 30_000);

  it('told each notice once, from one notifier, while the other stands by', () => {
    const ids = scene.sink.taken.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const states = scene.of('notifier').map(({ said }) => /^[^]*"state":"([^"]+)"/.exec(said)?.[1]);
    expect(states.sort()).toEqual(['active', 'standing by']);
  });

  it('stop in order when they are asked to', async () => {
    for (const member of scene.members) await member.end('SIGTERM');
    expect(scene.members.map(({ name, ends }) => [name, ends])).toEqual(scene.members.map(({ name }) => [name, [0]]));
  }, 60_000);

  it('go on as one process, with nothing changed but what is started', async () => {
    const config = join(scene.directory, 'collector-0.yaml');
    const main = join(process.cwd(), 'apps/standalone/dist/main.js');
    const child = spawn(process.execPath, [main, config, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise((resolve) => child.once('close', resolve));
    const served = () => /^Pages +(http:\S+?)\/$/m.exec(said)?.[1];
    await until(() => served() !== undefined, 60_000);
    const answer = await fetch(`${served()}/incidents`, {
      method: 'POST',
      body: JSON.stringify(incident('as-one', 'JO')),
    });
    expect(answer.status).toBe(202);
    await until(() => told().some((words) => words.includes('wire/as-one')), 30_000);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 120_000);
});

describe('a service that cannot run', () => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-services-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const run = (role: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(process.cwd(), 'apps', role, 'dist/main.js'), ...args], { encoding: 'utf8' });
  const configOf = (settings: string) => {
    const file = join(directory, 'barometer.yaml');
    writeFileSync(file, `version: 1\nsets: { s: {} }\nwatches: { w: ${WATCH} }\nsettings: { ${settings} }\n`);
    return file;
  };

  it.each(['collector', 'assessor', 'notifier', 'console'])('says so in one line and ends with 2: the %s', (role) => {
    const { status, stderr } = run(role, '--config', configOf('store: embedded'));
    expect([status, stderr]).toEqual([
      2,
      `the embedded store is for one process, and the ${role} is one of several: write settings.store: kafka, or start standalone\n`,
    ]);
  });

  it('names what its command line lacks', () => {
    expect(run('assessor')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^--config is missing\n/) });
    expect(run('assessor', '--help')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Usage: node apps/) });
  });

  it('names the faults of its config', () => {
    const { status, stderr } = run('notifier', '--config', configOf('store: kafka'));
    expect([status, stderr]).toEqual([2, expect.stringContaining('the store kafka needs settings.kafka')]);
  });

  it('says that no broker answers', () => {
    const config = configOf('store: kafka, kafka: { brokers: "127.0.0.1:1" }');
    const { status, stderr } = run('console', '--config', config);
    const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect([status, lines]).toEqual([2, [expect.stringContaining('127.0.0.1:1')]]);
  }, 120_000);
});
