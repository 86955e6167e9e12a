import type { AlertRecord } from '@barometer/alert';
import { Follower, Snapshots } from '@barometer/desk';
import { aDefinition, aRule, aWatch, configEntry } from '@barometer/desk/testing';
import { aRevision } from '@barometer/incident/testing';
import { encodeEntry, type Entry } from '@barometer/journal';
import { createLogger, packing } from '@barometer/service';
import { StoreFailure } from '@barometer/store';
import { fakeLog, fakeStores } from '@barometer/store/testing';
import { DAY, ManualClock } from '@barometer/time';
import { Assessor, type AssessorOptions } from './assessor.js';
import { Outputs } from './outputs.js';
import { Written } from './written.js';

const START = Date.UTC(2024, 0, 1);
const rule = aRule({
  name: 'any',
  reading: { kind: 'count', of: 'attacks', window: '2d' },
  levels: { high: 'count >= 1' },
});
const definition = aDefinition([aWatch('a', [rule]), aWatch('b', [rule])]);

const report = (day: number, imported = false): Entry => ({
  type: 'revision',
  recorded: START + day * DAY,
  revision: aRevision({ recordId: `r${day}`, occurredFrom: START + day * DAY, reportedAt: START + day * DAY }),
  ...(imported ? { imported } : {}),
});

function rig(options: Pick<AssessorOptions, 'saveEvery'> = {}) {
  const stores = { ...fakeStores(), journal: fakeLog(1024), alerts: fakeLog(1024) };
  const { journal, alerts, shares, snapshots, feeds } = stores;
  const fatal: unknown[] = [];
  const lines: string[] = [];
  const written = new Written();
  const assessor = new Assessor({
    ...{ written, feeds, ...options },
    follower: new Follower({ journal, alerts }),
    outputs: new Outputs({ alerts, shares, clock: new ManualClock(START), writer: 'test' }),
    snapshots: new Snapshots(snapshots, { packing }),
    logger: createLogger({ level: 'info', to: { write: (line) => void lines.push(line) } }),
    onFatal: (err) => fatal.push(err),
    sleep: () => turn(),
  });
  const append = (...entries: Entry[]) => journal.append(entries.map((entry) => ({ value: encodeEntry(entry) })));
  const told = () => alerts.records.map(({ value }) => (JSON.parse(value) as AlertRecord).transition);
  return { ...stores, assessor, written, fatal, append, told, said: () => lines.join('') };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 5_000) throw new Error(`never so: ${String(holds)}`);
    await turn();
  }
}

describe('an assessor', () => {
  it('writes what was pending elsewhere once its watch is ours, without a new entry', async () => {
    const { assessor, shares, append, told } = rig();
    shares.assign(['a']);
    await append(configEntry(definition), report(0));
    await assessor.start();
    expect(new Set(told().map(({ watch }) => watch))).toEqual(new Set(['a']));
    shares.assign(['b']);
    await until(() => told().some(({ watch }) => watch === 'b'));
    await assessor.stop();
    expect(told().filter(({ watch }) => watch === 'a')).toHaveLength(1);
  });

  it('notes for other processes, once, that history and the first live entry are written', async () => {
    const { assessor, shares, feeds, append } = rig();
    await append(configEntry(definition), report(0, true), { type: 'import ended', recorded: START });
    await assessor.start();
    expect(feeds.rows.has('~written')).toBe(false);
    shares.assign(['a']);
    await append(report(5));
    await turn();
    expect(feeds.rows.has('~written')).toBe(false);
    shares.assign(['a', 'b']);
    await until(() => feeds.rows.has('~written'));
    const noted = feeds.rows.get('~written')!;
    expect((JSON.parse(noted) as { place: number }).place).toBeGreaterThanOrEqual(1024);
    await append(report(9));
    await turn();
    await assessor.stop();
    expect(feeds.rows.get('~written')).toBe(noted);
  });

  it.each(['unsure', 'unreachable', 'full'] as const)(
    'goes on when the log was %s, and loses nothing',
    async (code) => {
      const { assessor, alerts, fatal, append, told, said } = rig();
      await append(configEntry(definition));
      await assessor.start();
      alerts.failure = new StoreFailure(code, 'no luck');
      await append(report(0));
      await until(() => said().includes('trying again'));
      await append(report(10));
      alerts.failure = undefined;
      await until(() => told().length >= 6);
      await assessor.stop();
      expect(fatal).toEqual([]);
      expect(new Set(told().map(({ watch, watchSeq }) => `${watch} ${watchSeq}`)).size).toBe(told().length);
    },
  );

  it('ends the process where the log fails for good', async () => {
    const { assessor, alerts, fatal, append } = rig();
    await append(configEntry(definition));
    await assessor.start();
    alerts.failure = new StoreFailure('refused', 'not allowed to append');
    await append(report(0));
    await until(() => fatal.length > 0);
    expect(fatal).toEqual([alerts.failure]);
    await assessor.stop();
  });

  it('goes on where reading fails for a while', async () => {
    const { assessor, journal, fatal, append, told, said } = rig();
    await append(configEntry(definition));
    await assessor.start();
    const read = journal.read.bind(journal);
    let failures = 3;
    journal.read = async (from, max) => {
      if (failures-- > 0) throw new StoreFailure('unreachable', 'nobody answers');
      return read(from, max);
    };
    await append(report(0));
    await until(() => told().length >= 2);
    expect([fatal, said().includes('the journal could not be read')]).toEqual([[], true]);
    await assessor.stop();
  });

  it.each([
    { owned: ['a', 'b', 'snapshots'], saved: true },
    { owned: ['a', 'b'], saved: false },
  ])('saves snapshots only where that is its name: $owned', async ({ owned, saved }) => {
    const { assessor, shares, snapshots, append } = rig();
    shares.assign(owned);
    await append(configEntry(definition), report(0));
    await assessor.start();
    await assessor.stop();
    expect(snapshots.rows.size > 0).toBe(saved);
  });

  it('folds on while a snapshot is written, takes none meanwhile, and does not end before it stands', async () => {
    const { assessor, shares, snapshots, journal, append, told } = rig({ saveEvery: 1 });
    shares.assign(['a', 'b', 'snapshots']);
    await append(configEntry(definition), report(0));
    const put = snapshots.put.bind(snapshots);
    const held: (() => void)[] = [];
    snapshots.put = async (rows) => {
      await new Promise<void>((resolve) => held.push(resolve));
      await put(rows);
    };
    await assessor.start();
    await until(() => held.length === 1);
    const before = told().length;
    await append(report(9), report(20));
    await until(() => told().length > before + 2);
    expect([held.length, snapshots.rows.size]).toEqual([1, 0]);
    let ended = false;
    const ending = assessor.stop().then(() => (ended = true));
    for (let i = 0; i < 50; i++) await turn();
    expect(ended).toBe(false);
    while (!ended) {
      held.shift()?.();
      await turn();
    }
    await ending;
    const saved = new Follower({ journal });
    expect(await saved.restore(new Snapshots(snapshots, { packing }))).toEqual([]);
    expect(saved.next).toBe(journal.records.at(-1)!.offset + 1);
  });

  it('goes on where a snapshot cannot be written, says so, and takes the next', async () => {
    const { assessor, shares, snapshots, append, said, fatal } = rig({ saveEvery: 1 });
    shares.assign(['a', 'b', 'snapshots']);
    await append(configEntry(definition), report(0));
    const put = snapshots.put.bind(snapshots);
    snapshots.put = () => {
      snapshots.put = put;
      return Promise.reject(new StoreFailure('full', 'no space'));
    };
    await assessor.start();
    await until(() => said().includes('the snapshot could not be saved'));
    await append(report(9));
    await until(() => snapshots.rows.has('desk/manifest'));
    await assessor.stop();
    expect(fatal).toEqual([]);
  });

  it('saves no state that holds what is in no log, also when a watch becomes its own while it folds', async () => {
    const { assessor, shares, journal, alerts, snapshots, append, told } = rig({ saveEvery: 1 });
    shares.assign([]);
    await append(configEntry(definition), report(0));
    await assessor.start();
    const [append0, put] = [alerts.append.bind(alerts), snapshots.put.bind(snapshots)];
    let release = () => {};
    alerts.append = async (records) => {
      await new Promise<void>((resolve) => (release = resolve));
      alerts.append = append0;
      return append0(records);
    };
    const toldAtSave: number[] = [];
    snapshots.put = async (rows) => {
      await put(rows);
      toldAtSave.push(told().length);
    };
    shares.assign(['a', 'b', 'snapshots']);
    await turn();
    await append(report(9));
    for (let i = 0; i < 20; i++) await turn();
    release();
    await until(() => toldAtSave.length > 0);
    const saved = new Follower({ journal, alerts });
    await saved.restore(new Snapshots(snapshots, { packing }));
    const whole = new Follower({ journal });
    await whole.catchUp();
    expect([saved.next, toldAtSave[0]]).toEqual([whole.next, whole.desk.takePending().length]);
    await assessor.stop();
  });

  it('says what keeps it from being ready', async () => {
    const { assessor, journal, append } = rig();
    await append(configEntry(definition), report(0));
    const behind = (next: number) => journal.behind(next);
    expect(await assessor.problem(behind)).toBe('reading the journal, 2 to go');
    await assessor.start();
    expect(await assessor.problem(behind)).toBeUndefined();
    expect(await assessor.problem(async () => 20_000)).toBe('20000 entries behind');
    await assessor.stop();
  });

  it('can be stopped while it still reads', async () => {
    const { assessor, journal, append } = rig();
    await append(configEntry(definition));
    const read = journal.read.bind(journal);
    let release = () => {};
    journal.read = async (from, max) => {
      await new Promise<void>((resolve) => (release = resolve));
      return read(from, max);
    };
    const starting = assessor.start();
    await turn();
    const stopping = assessor.stop();
    journal.read = read;
    release();
    await Promise.all([starting, stopping]);
  });
});
