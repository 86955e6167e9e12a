import { onBrokers } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { IntakeDesk } from './desk.js';

/** A message as kafkajs sends it. */
interface Message {
  readonly value: string | Buffer | null;
  readonly partition?: number;
  readonly headers?: Record<string, string>;
}

const report = (recordId: string, fields: object = {}) => ({
  ...{ dataset: 'wire', recordId, kind: 'attack', occurredFrom: '2024-01-28', reportedAt: '2024-01-28T04:00:00Z' },
  ...fields,
});
const plain = (recordId: string, fields: object = {}): Message => ({ value: JSON.stringify(report(recordId, fields)) });
const event = { specversion: '1.0', id: '1', source: 'wire', type: 'org.example.incident' };
const binary = { ce_specversion: '1.0', ce_id: '2', ce_source: 'wire', ce_type: 'org.example.incident' };
const structured = (recordId: string): Message => ({
  headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' },
  value: JSON.stringify({ ...event, data: report(recordId) }),
});

onBrokers('incidents from a topic', (broker) => {
  let desk: IntakeDesk;
  afterEach(() => desk?.close(), 60_000);

  async function send(messages: readonly Message[]): Promise<void> {
    const producer = desk.kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic: desk.topic, messages: [...messages] });
    await producer.disconnect();
  }

  /** Sends one record in a transaction. */
  async function transact(message: Message, end: 'commit' | 'abort'): Promise<void> {
    const producer = desk.kafka.producer({
      ...{ transactionalId: `${desk.topic}-${end}`, idempotent: true, maxInFlightRequests: 1 },
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic: desk.topic, messages: [message] });
    await transaction[end]();
    await producer.disconnect();
  }

  it('are taken in every mode; what cannot be used is kept with its bytes and place', async () => {
    desk = await IntakeDesk.open(broker, 1);
    const collector = await desk.start();
    await until(() => collector.ready(), 60_000);
    const big = Buffer.alloc(5_000_000, 'x');
    await send([
      plain('plain'),
      structured('structured'),
      {
        headers: { ...binary, ce_subject: 'binary', 'content-type': 'application/json' },
        value: JSON.stringify({ kind: 'attack', occurredFrom: '2024-01-28' }),
      },
      { value: JSON.stringify([report('in a list'), { heartbeat: 'wire', at: '2024-01-29T00:00:00Z' }, 17]) },
      { value: '{"broken' },
      { value: Buffer.from([0xff, 0xfe]) },
      { value: null },
    ]);
    await send([{ value: big }]);
    await send([plain('last')]);
    await desk.holds(['last']);
    expect(await desk.recordIds()).toEqual(['plain', 'structured', 'binary', 'in a list', 'last']);
    const rejects = await desk.rejects();
    expect(rejects.map(({ reason, place }) => [reason, place])).toEqual([
      ['not_an_object', `${desk.topic}[0]@3, item 3`],
      ['broken_json', `${desk.topic}[0]@4`],
      ['not_utf8', `${desk.topic}[0]@5`],
      ['empty', `${desk.topic}[0]@6`],
      ['too_large', `${desk.topic}[0]@7`],
    ]);
    expect(Buffer.from(rejects[1]!.body, 'base64').toString()).toBe('{"broken');
    expect([rejects[4]!.length, Buffer.from(rejects[4]!.body, 'base64').length]).toEqual([5_000_000, 65_536]);
    const metrics = () => fetch(`${collector.url}/metrics`).then((answer) => answer.text());
    await until(async () => (await metrics()).includes('\nbarometer_topic_lag_records 0\n'), 30_000);
    expect(await metrics()).toContain('barometer_topic_records_total{outcome="rejected"} 4\n');
    await collector.end('SIGTERM');
    expect(collector.ends).toEqual([0]);
  }, 120_000);

  it('that were there before the desk are its history, in order of reporting; then it is live', async () => {
    desk = await IntakeDesk.open(broker, 3);
    const minutes = Array.from({ length: 900 }, (_, minute) => minute);
    const at = (minute: number) => new Date(Date.UTC(2024, 0, 28) + minute * 60_000).toISOString();
    await send(
      minutes.map((minute) => ({ ...plain(`h${minute}`, { reportedAt: at(minute) }), partition: minute % 3 })),
    );
    await send([{ value: '{"broken', partition: 1 }]);
    const [first, second] = [await desk.start(), await desk.start()];
    await until(async () => (await first.ready()) && (await second.ready()), 60_000);
    await send([plain('live')]);
    await desk.holds(['live']);
    const entries = await desk.journal();
    expect(entries.map(({ type }) => type)).toEqual([
      'config',
      ...minutes.map(() => 'revision'),
      'import ended',
      'revision',
    ]);
    expect(await desk.recordIds()).toEqual([...minutes.map((minute) => `h${minute}`), 'live']);
    expect(entries.slice(1, -2).every((entry) => entry.type === 'revision' && entry.imported)).toBe(true);
    expect((await desk.rejects()).map(({ place }) => place)).toEqual([`${desk.topic}[1]@300`]);
  }, 120_000);

  it('of transactions are taken once they are committed, before a desk begins and after', async () => {
    desk = await IntakeDesk.open(broker, 1);
    await transact(plain('aborted history'), 'abort');
    await transact(plain('committed history'), 'commit');
    const collector = await desk.start();
    await until(() => collector.ready(), 60_000);
    await transact(plain('aborted'), 'abort');
    await transact(plain('committed'), 'commit');
    await send([plain('last')]);
    await desk.holds(['last']);
    expect(await desk.recordIds()).toEqual(['committed history', 'committed', 'last']);
    expect(await desk.rejects()).toEqual([]);
  }, 120_000);

  it('are shared by two collectors, and none is lost when one is killed', async () => {
    desk = await IntakeDesk.open(broker, 4);
    const [first, second] = [await desk.start(), await desk.start()];
    await until(async () => (await first.ready()) && (await second.ready()), 60_000);
    const ids: string[] = [];
    const batch = async () => {
      const some = Array.from({ length: 500 }, (_, index) => `r${ids.length + index}`);
      await send(some.map((id, index) => ({ ...plain(id), partition: index % 4 })));
      ids.push(...some);
    };
    await batch();
    await desk.holds(ids);
    for (let round = 0; round < 4; round++) {
      await batch();
      if (round === 1) await second.end('SIGKILL');
    }
    await desk.holds(ids);
    const held = await desk.recordIds();
    process.stderr.write(`intake: ${ids.length} reports, a collector killed, ${held.length - ids.length} came twice\n`);
    expect(new Set(held).size).toBe(ids.length);
    second.start();
    await until(() => second.ready(), 60_000);
    await batch();
    await desk.holds(ids);
    await Promise.all([first.end('SIGTERM'), second.end('SIGTERM')]);
    expect([first.ends, second.ends]).toEqual([[0], ['SIGKILL', 0]]);
  }, 180_000);
});
