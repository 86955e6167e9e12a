import { decodeEntry, encodeEntry } from '@barometer/journal';
import { createLogger } from '@barometer/service';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { ManualClock, MINUTE } from '@barometer/time';
import { importTopics, topicsImported } from './import-topics.js';
import { NOW } from './testing/running.js';
import { FakeTopics, record, reported } from './testing/topics.js';

const logger = createLogger({ level: 'silent' });
const signal = new AbortController().signal;

/** A desk on two topics of three partitions in all, with 2,600 reports and a few records that cannot be used. */
class Desk {
  stores: FakeStores = fakeStores();
  readonly topics = new FakeTopics();
  readonly clock = new ManualClock(NOW);

  constructor(reports = 2_600) {
    const { history } = this.topics;
    for (let at = 0; at < reports; at++) {
      history.add(at % 3 === 0 ? 'b' : 'a', at % 2, record(at % 500 === 499 ? '{"broken' : reported(`r${at}`, at)));
    }
  }

  run(stop = signal): Promise<boolean> {
    const { stores, clock } = this;
    const mine = () => stores.shares.owns('collector');
    return importTopics({ stores, history: this.topics.history, clock, logger, mine }, stop);
  }

  get entries() {
    return this.stores.journal.records.map(({ value }) => decodeEntry(value));
  }

  get journal(): string {
    return this.stores.journal.records.map(({ value }) => value).join('\n');
  }

  /** What of the rejects a reader sees, those that came twice once. */
  get rejects() {
    return new Set(this.stores.rejects.records.map(({ value }) => (JSON.parse(value) as { place: string }).place));
  }
}

describe('importTopics', () => {
  it('imports what the topics hold, and lets the inbox begin behind it', async () => {
    const desk = new Desk();
    expect(await desk.run()).toBe(true);
    const recorded = desk.entries.map((entry) => (entry.type === 'config' ? 0 : entry.recorded));
    expect(recorded).toEqual([...recorded].sort((a, b) => a - b));
    expect(desk.entries.filter(({ type }) => type === 'revision')).toHaveLength(2_595);
    expect(desk.entries.at(-1)).toMatchObject({ type: 'import ended' });
    expect(desk.rejects).toEqual(new Set(['a[1]@166', 'b[1]@166', 'a[1]@499', 'a[1]@666', 'b[1]@416']));
    expect([...desk.topics.history.begins.values()].reduce((sum, to) => sum + to, 0)).toBe(2_600);
    expect(await topicsImported(desk.stores)).toBe(true);
  });

  it('does it once', async () => {
    const desk = new Desk(3);
    await desk.run();
    desk.topics.history.begins.clear();
    desk.topics.history.add('a', 0, record(reported('later', 9)));
    expect(await desk.run()).toBe(true);
    expect(desk.entries).toHaveLength(4);
    expect(desk.topics.history.begins).toEqual(new Map());
  });

  it('takes nothing for history once the journal holds something live', async () => {
    const desk = new Desk(3);
    await desk.stores.journal.append([
      { value: encodeEntry({ type: 'heartbeat', recorded: NOW, feed: 'f', at: NOW }) },
    ]);
    expect(await desk.run()).toBe(true);
    expect(desk.entries).toHaveLength(1);
    expect(desk.topics.history.begins).toEqual(new Map());
  });

  it('begins at the ends of topics that hold nothing', async () => {
    const desk = new Desk(0);
    desk.topics.history.partitions.set('a[0]', []);
    expect(await desk.run()).toBe(true);
    expect(desk.entries).toEqual([]);
    expect(desk.topics.history.begins).toEqual(new Map([['a[0]', 0]]));
  });

  it('leaves what comes after its start to the inbox', async () => {
    const desk = new Desk(10);
    const { history } = desk.topics;
    const ranges = history.ranges.bind(history);
    let looks = 0;
    history.ranges = async () => {
      const found = await ranges();
      if (++looks === 1) history.add('a', 0, record(reported('live', 99)));
      return found;
    };
    await desk.run();
    expect(desk.entries.filter(({ type }) => type === 'revision')).toHaveLength(10);
    const held = history.partitions.get('a[0]')!.length;
    expect(history.begins.get('a[0]')).toBe(held - 1);
  });

  it.each(['before', 'after'] as const)('goes on after being killed %s any write', async (when) => {
    const whole = new Desk();
    await whole.run();
    for (let writes = 0; ; writes++) {
      const desk = new Desk();
      const killed = killedAt(desk, writes, when);
      await desk.run().catch(() => undefined);
      if (!killed.happened()) break;
      desk.stores = await revived(desk.stores);
      killed.end();
      desk.clock.advance(MINUTE);
      expect(await desk.run()).toBe(true);
      expect(desk.journal).toBe(whole.journal);
      expect(desk.rejects).toEqual(whole.rejects);
      expect(desk.topics.history.begins).toEqual(whole.topics.history.begins);
    }
  });

  it('stops between batches when asked, and goes on', async () => {
    const whole = new Desk();
    await whole.run();
    const desk = new Desk();
    expect(await desk.run(AbortSignal.abort())).toBe(false);
    expect(await topicsImported(desk.stores)).toBe(false);
    expect(await desk.run()).toBe(true);
    expect(desk.journal).toBe(whole.journal);
  });

  it('appends nothing more once it is the turn of another', async () => {
    const desk = new Desk();
    const { journal, shares } = desk.stores;
    const append = journal.append.bind(journal);
    journal.append = async (records) => {
      const place = await append(records);
      shares.assign([]);
      return place;
    };
    expect(await desk.run()).toBe(false);
    expect(desk.entries.length).toBeLessThanOrEqual(1_000);
    expect(desk.topics.history.begins).toEqual(new Map());
    expect(await topicsImported(desk.stores)).toBe(false);
  });

  it('loses nothing of what is left when records went away while it was down', async () => {
    const desk = new Desk();
    await desk.run(AbortSignal.abort());
    const already = desk.entries.length;
    desk.topics.history.lost.set('a[0]', 100);
    expect(await desk.run()).toBe(true);
    const ids = new Set(desk.entries.map((entry) => entry.type === 'revision' && entry.revision.recordId));
    expect(already).toBeGreaterThan(0);
    expect(ids.size).toBe(2_595 + 1);
    expect(desk.entries.at(-1)).toMatchObject({ type: 'import ended' });
  });
});

/** The same stores with what they held, as another process finds them. */
async function revived(dead: FakeStores): Promise<FakeStores> {
  const stores = fakeStores();
  await stores.journal.append(dead.journal.records);
  await stores.rejects.append(dead.rejects.records);
  for (const [key, value] of dead.feeds.rows) stores.feeds.rows.set(key, value);
  return stores;
}

/** Throws at the write after so many, before it is done or after; nothing is written from then on, until it ends. */
function killedAt({ stores, topics }: Desk, writes: number, when: 'before' | 'after') {
  let left = writes;
  let dead = false;
  const mortal = <A extends unknown[], R>(write: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      if (dead) throw new Error('dead');
      dead = left-- === 0;
      if (dead && when === 'before') throw new Error('killed');
      const done = await write(...args);
      if (dead) throw new Error('killed');
      return done;
    };
  };
  stores.journal.append = mortal(stores.journal.append.bind(stores.journal));
  stores.rejects.append = mortal(stores.rejects.append.bind(stores.rejects));
  stores.feeds.put = mortal(stores.feeds.put.bind(stores.feeds));
  topics.history.beginAt = mortal(topics.history.beginAt.bind(topics.history));
  return { happened: () => dead, end: () => void ([dead, left] = [false, Number.POSITIVE_INFINITY]) };
}
