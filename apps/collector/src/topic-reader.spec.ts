import { decodeEntry } from '@barometer/journal';
import { createLogger, createRegistry } from '@barometer/service';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { ManualClock, MINUTE } from '@barometer/time';
import { Acceptor } from './accept.js';
import { Backoff } from './backoff.js';
import { CollectorMetrics } from './collector.metrics.js';
import { Gate } from './gate.js';
import { JournalWriter } from './journal-writer.js';
import { RejectLog } from './reject.js';
import { incident } from './testing/incident.js';
import { FakeConfig, NOW } from './testing/running.js';
import { FakeTopics, record } from './testing/topics.js';
import { TopicReader } from './topic-reader.js';

const signal = new AbortController().signal;

describe('TopicReader', () => {
  const registry = createRegistry();
  let stores: FakeStores;
  let topics: FakeTopics;
  let clock: ManualClock;
  let gate: Gate;
  let lines: string[];
  let stopped: Error[];
  let reader: TopicReader;

  beforeEach(async () => {
    registry.clear();
    stores = fakeStores();
    topics = new FakeTopics();
    clock = new ManualClock(NOW);
    gate = new Gate();
    lines = [];
    stopped = [];
    const metrics = new CollectorMetrics(registry, { config: new FakeConfig(), stores, topics });
    const acceptor = new Acceptor({
      writer: await JournalWriter.open(stores.journal, clock),
      rejects: new RejectLog(stores.rejects, clock),
      metrics,
      gate,
      stop: (reason) => void stopped.push(reason),
    });
    const logger = createLogger({ level: 'info', to: { write: (line: string) => void lines.push(line) } });
    const backoff = new Backoff(1, 1);
    reader = new TopicReader({ gate, open: () => topics.open(), acceptor, metrics, clock, logger, backoff });
  });
  afterEach(() => reader.stop());

  const journalHolds = (entries: number) => stores.journal.changed(entries - 1, signal);
  const ids = () =>
    stores.journal.records.map(({ value }) => {
      const entry = decodeEntry(value);
      return entry.type === 'revision' ? entry.revision.recordId : entry.type;
    });
  const said = () => lines.map((line) => JSON.parse(line) as { level: string; msg: string });

  it('takes records in, keeps what it cannot use with its place, and acknowledges both', async () => {
    gate.open();
    topics.inbox.deliver(record(incident('a')), record('{"broken', 'incidents[0]@1'), record([incident('b'), 17]));
    reader.start();
    await journalHolds(2);
    await reader.stop();
    expect(ids()).toEqual(['a', 'b']);
    const places = stores.rejects.records.map(({ value }) => (JSON.parse(value) as { place: string }).place);
    expect(places).toEqual(['incidents[0]@1', 'incidents[0]@0, item 2']);
    topics.inbox.restart();
    expect(topics.inbox.waiting).toEqual([]);
    expect(topics.closed).toBe(1);
    const metrics = await registry.metrics();
    for (const outcome of ['accepted', 'partly', 'rejected'])
      expect(metrics).toContain(`barometer_topic_records_total{outcome="${outcome}"} 1`);
  });

  it('tells how far the topics are ahead, or that nobody knows', async () => {
    topics.inbox.deliver(record(incident('a')), record(incident('b')));
    expect(await registry.metrics()).toContain('barometer_topic_lag_records 2');
    topics.failure = new Error('nobody answers');
    expect(await registry.metrics()).not.toMatch(/^barometer_topic_lag_records/m);
  });

  it('appends many records in one piece', async () => {
    gate.open();
    const appends: number[] = [];
    const append = stores.journal.append.bind(stores.journal);
    stores.journal.append = (records) => {
      appends.push(records.length);
      return append(records);
    };
    topics.inbox.deliver(...Array.from({ length: 450 }, (_, at) => record(incident(`r${at}`))));
    reader.start();
    await journalHolds(450);
    expect(appends).toEqual([450]);
  });

  describe('while an append is under way', () => {
    let appends: number;
    let finish: () => void;

    beforeEach(async () => {
      gate.open();
      appends = 0;
      const finished = new Promise<void>((resolve) => (finish = resolve));
      const append = stores.journal.append.bind(stores.journal);
      stores.journal.append = async (records) => {
        appends++;
        await finished;
        return append(records);
      };
      topics.inbox.deliver(record(incident('a')));
      reader.start();
      await until(() => appends === 1);
      topics.inbox.deliver(record(incident('b')));
      await until(() => topics.inbox.waiting.length === 0);
    });

    it('takes the next records, and appends them after it', async () => {
      topics.inbox.deliver(record(incident('c')));
      expect(appends).toBe(1);
      finish();
      await journalHolds(3);
      expect(ids()).toEqual(['a', 'b', 'c']);
    });

    it('acknowledges none of them', async () => {
      const stopping = reader.stop();
      topics.inbox.restart();
      expect(topics.inbox.waiting).toHaveLength(2);
      finish();
      await stopping;
    });

    it('ends when it is done, and leaves the next records to the next start', async () => {
      const stopping = reader.stop();
      finish();
      await stopping;
      topics.inbox.restart();
      expect([ids(), topics.inbox.waiting.length, topics.closed]).toEqual([['a'], 1, 1]);
    });
  });

  it('takes nothing while history is imported', async () => {
    topics.inbox.deliver(record(incident('a')));
    reader.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect([topics.opened, ids()]).toEqual([0, []]);
    gate.open();
    await journalHolds(1);
  });

  it('acknowledges nothing while the journal fails, tries again, and keeps rejects once', async () => {
    gate.open();
    stores.journal.failure = new Error('disk full');
    topics.inbox.deliver(record(incident('a')), record('{"broken'));
    reader.start();
    await until(() => reader.trouble !== undefined);
    expect(reader.trouble).toBe('records could not be made durable and were not acknowledged');
    stores.journal.failure = undefined;
    await journalHolds(1);
    await until(() => reader.trouble === undefined);
    expect(stores.rejects.records).toHaveLength(1);
    expect(said().filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(said().at(-1)!.msg).toBe('records are taken in again');
  });

  it('leaves what it could not make durable to the next start', async () => {
    gate.open();
    stores.journal.failure = new Error('disk full');
    topics.inbox.deliver(record(incident('a')));
    reader.start();
    await until(() => reader.trouble !== undefined);
    await reader.stop();
    topics.inbox.restart();
    expect(topics.inbox.waiting).toHaveLength(1);
  });

  it('opens the topics as soon as that can be done', async () => {
    gate.open();
    topics.failure = new Error('nobody answers');
    topics.inbox.deliver(record(incident('a')));
    reader.start();
    await until(() => reader.trouble !== undefined);
    topics.failure = undefined;
    await journalHolds(1);
  });

  it('goes on when an acknowledgement fails: what comes again counts once', async () => {
    gate.open();
    const take = topics.inbox.take.bind(topics.inbox);
    topics.inbox.take = async (max, stop) => {
      const batch = await take(max, stop);
      return batch && { ...batch, acknowledge: () => Promise.reject(new Error('not ours any more')) };
    };
    topics.inbox.deliver(record(incident('a')));
    reader.start();
    await journalHolds(1);
    topics.inbox.deliver(record(incident('b')));
    await journalHolds(2);
    expect(ids()).toEqual(['a', 'b']);
  });

  it('stops when the clock jumps, and acknowledges nothing', async () => {
    gate.open();
    clock.advance(10 * MINUTE);
    clock.set(NOW);
    topics.inbox.deliver(record(incident('a')));
    reader.start();
    await until(() => stopped.length > 0);
    await reader.stop();
    topics.inbox.restart();
    expect(topics.inbox.waiting).toHaveLength(1);
  });

  it('goes on after a record that it fails to read, and says which', async () => {
    gate.open();
    const odd = { ...record(incident('a'), 'incidents[0]@7'), headers: null as unknown as Record<string, string> };
    topics.inbox.deliver(odd, record(incident('b')));
    reader.start();
    await journalHolds(1);
    expect(ids()).toEqual(['b']);
    expect(JSON.parse(stores.rejects.records[0]!.value)).toMatchObject({
      reason: 'unreadable',
      place: 'incidents[0]@7',
      length: odd.body.length,
    });
    expect(said()[0]).toMatchObject({ level: 'error', place: 'incidents[0]@7' });
  });
});

/** Waits for a state, looking again after every turn of the event loop. */
async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 1));
}
