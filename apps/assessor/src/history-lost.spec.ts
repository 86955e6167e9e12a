import { verify, type AlertRecord, type Transition } from '@barometer/alert';
import { Follower, Snapshots } from '@barometer/desk';
import { busyDefinition, configEntry, packing, reports } from '@barometer/desk/testing';
import { encodeEntry, type Entry } from '@barometer/journal';
import { fakeLog, fakeShares, fakeTable, type FakeLog } from '@barometer/store/testing';
import { DAY, HOUR, iso, ManualClock } from '@barometer/time';
import fc from 'fast-check';
import { Assessor } from './assessor.js';
import { Outputs } from './outputs.js';
import { Written } from './written.js';

const RUNS = process.env['SOAK'] ? 3_000 : 60;
const START = Date.UTC(2024, 0, 1);

interface Line {
  readonly facts: object;
  readonly words: string;
}

function silentLogger(warned: Line[]) {
  const line = (facts: object, words: string) => void warned.push({ facts, words });
  return { debug: () => {}, info: () => {}, warn: line, error: line } as unknown as ConstructorParameters<
    typeof Assessor
  >[0]['logger'];
}

/** Runs an assessor over what the journal holds now, from its start, and stops it. */
async function assess(journal: FakeLog, alerts: FakeLog, snapshots = fakeTable()) {
  const warned: Line[] = [];
  const follower = new Follower({ journal, alerts });
  const assessor = new Assessor({
    follower,
    outputs: new Outputs({ alerts, shares: fakeShares(), clock: new ManualClock(START), writer: 'test' }),
    snapshots: new Snapshots(snapshots, { packing }),
    written: new Written(),
    logger: silentLogger(warned),
    onFatal: (error) => {
      throw error;
    },
  });
  await assessor.start();
  await assessor.stop();
  return { desk: follower.desk, warned };
}

async function append(journal: FakeLog, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) await journal.append([{ value: encodeEntry(entry) }]);
}

const tick = (recorded: number): Entry => ({ type: 'tick', recorded });
const transitionsOf = (alerts: FakeLog) =>
  alerts.records.map(({ value }) => (JSON.parse(value) as AlertRecord).transition);

/** Throws unless every chain is whole and every alert is told from its first rung to its last, one at a time. */
function expectOneStory(transitions: readonly Transition[]): Map<string, Transition> {
  const last = new Map<string, Transition>();
  const open = new Map<string, Transition>();
  for (const transition of transitions) {
    const { watch, rule, series, alertId, seq, watchSeq, previousHash, level, previous } = transition;
    const before = last.get(watch);
    expect(verify(transition)).toBe(true);
    expect({ watchSeq, previousHash }).toEqual({
      watchSeq: (before?.watchSeq ?? 0) + 1,
      previousHash: before?.hash ?? '0'.repeat(64),
    });
    expect(transition.at >= (before?.at ?? '')).toBe(true);
    last.set(watch, transition);
    const key = `${watch} ${rule} ${series}`;
    const known = open.get(key);
    expect({ seq, previous }).toEqual({ seq: (known?.seq ?? 0) + 1, previous: known?.level ?? null });
    if (known) expect(alertId).toBe(known.alertId);
    else expect(transition.transition).toBe('raised');
    if (level === null) open.delete(key);
    else open.set(key, transition);
  }
  return open;
}

const idsOf = (alerts: Iterable<{ alertId: string; level: string | null }>) =>
  [...alerts].map(({ alertId, level }) => `${alertId} ${level}`).sort();

describe('an assessor whose journal lost its start', () => {
  it('never contradicts what was told, wherever the cut and whatever comes after', async () => {
    await fc.assert(
      fc.asyncProperty(
        reports,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(1, 1024),
        fc.boolean(),
        fc.boolean(),
        async (entries, first, cut, stride, unwritten, long) => {
          const journal = fakeLog(stride);
          const alerts = fakeLog(stride);
          const known = first % (entries.length + 1);
          await append(journal, [configEntry(busyDefinition()), ...entries.slice(0, known)]);
          await assess(journal, alerts);
          if (unwritten) alerts.records.splice(alerts.records.length - (cut % (alerts.records.length + 1)));
          journal.lose(journal.records[1 + (cut % journal.records.length)]?.offset ?? (await journal.end()));
          const later = entries.slice(known);
          const lost = (await journal.begin()) > 0;
          const kept = journal.records.some(({ value }) => value.includes('"config"'));
          if (!kept) await append(journal, [configEntry(busyDefinition())]);
          await append(journal, later);
          const now = Math.max(START, ...later.map((entry) => ('recorded' in entry ? entry.recorded : START)));
          await append(journal, [tick(now), tick(now + (long ? 60 * DAY : HOUR))]);
          const { desk, warned } = await assess(journal, alerts);
          const open = expectOneStory(transitionsOf(alerts));
          expect(idsOf(desk.open())).toEqual(idsOf(open.values()));
          expect(warned.length > 0).toBe(desk.incomplete !== undefined);
          if (!long) expect(desk.incomplete !== undefined).toBe(lost);
          const told = alerts.records.length;
          await assess(journal, alerts);
          expect(alerts.records).toHaveLength(told);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('closes what nothing stands behind any more, and says that history was lost', async () => {
    const journal = fakeLog();
    const alerts = fakeLog();
    const attack = (id: string, hour: number) => report(id, START + hour * HOUR);
    await append(journal, [configEntry(busyDefinition()), attack('a', 1), attack('b', 2)]);
    await assess(journal, alerts);
    const before = transitionsOf(alerts).length;
    journal.lose(3);
    await append(journal, [configEntry(busyDefinition()), tick(START + 3 * HOUR)]);
    const { desk, warned } = await assess(journal, alerts);
    const closed = transitionsOf(alerts).slice(before);
    expect(closed.length).toBeGreaterThan(0);
    expect(new Set(closed.map(({ transition, reason }) => `${transition} ${reason}`))).toEqual(
      new Set(['resolved history lost']),
    );
    expect(closed[0]!.provisional).toBe(true);
    expect(desk.incomplete?.before).toBe(START + 3 * HOUR);
    expect(warned).toEqual([
      {
        facts: { before: iso(START + 3 * HOUR), until: iso(desk.incomplete!.until) },
        words: expect.stringContaining('history lost') as unknown,
      },
    ]);
  });

  it('stops with one line when history disappears ahead of a running desk', async () => {
    const journal = fakeLog();
    await append(journal, [configEntry(busyDefinition()), report('a', START)]);
    const follower = new Follower({ journal, alerts: fakeLog() });
    await follower.catchUp();
    await append(journal, [report('b', START + HOUR), report('c', START + 2 * HOUR)]);
    journal.lose(3);
    await expect(follower.follow(new AbortController().signal)).rejects.toMatchObject({
      code: 'lost',
      message: expect.stringMatching(/^the journal begins at place 3 now, .* only up to place 2: /) as unknown,
    });
  });

  it('goes on from a snapshot that reaches past what is gone, as if nothing were', async () => {
    const journal = fakeLog();
    const alerts = fakeLog();
    const snapshots = fakeTable();
    await append(journal, [configEntry(busyDefinition()), report('a', START), report('b', START + HOUR)]);
    await assess(journal, alerts, snapshots);
    journal.lose(3);
    await append(journal, [tick(START + 2 * HOUR)]);
    const told = alerts.records.length;
    const { desk, warned } = await assess(journal, alerts, snapshots);
    expect([desk.incomplete, warned, alerts.records.length]).toEqual([undefined, [], told]);
  });

  it('counts a feed as heard that must not be silent, so that its silence still alarms', async () => {
    const journal = fakeLog();
    const alerts = fakeLog();
    await append(journal, [configEntry(busyDefinition()), report('a', START)]);
    await assess(journal, alerts);
    journal.lose(2);
    await append(journal, [configEntry(busyDefinition()), tick(START + DAY), tick(START + 6 * DAY)]);
    const { desk } = await assess(journal, alerts);
    expect(desk.open().map(({ watch, series }) => [watch, series])).toEqual([['barometer', 'feed=test']]);
  });

  it('reads an alert log whose start is gone, too, from where it begins', async () => {
    const journal = fakeLog();
    const alerts = fakeLog();
    await append(journal, [configEntry(busyDefinition()), report('a', START), report('b', START + HOUR)]);
    await assess(journal, alerts);
    alerts.lose(1);
    const left = alerts.records.length;
    await append(journal, [tick(START + 40 * DAY)]);
    await assess(journal, alerts);
    const seqs = transitionsOf(alerts).flatMap(({ watch, watchSeq }) => (watch === 'a' ? [watchSeq] : []));
    expect(alerts.records.length).toBeGreaterThan(left);
    expect(seqs).toEqual(seqs.map((_, i) => seqs[0]! + i));
  });

  it('keeps the id of an alert that still stands', async () => {
    const journal = fakeLog();
    const alerts = fakeLog();
    await append(journal, [configEntry(busyDefinition()), report('a', START), report('b', START + HOUR)]);
    await append(journal, [report('c', START + 2 * HOUR)]);
    await assess(journal, alerts);
    const held = transitionsOf(alerts).find(({ rule, series }) => rule === 'count' && series === 'country=IQ')!;
    journal.lose(2);
    await append(journal, [configEntry(busyDefinition()), report('d', START + 3 * HOUR)]);
    const { desk } = await assess(journal, alerts);
    const now = desk.open().find(({ rule, series }) => rule === 'count' && series === 'country=IQ')!;
    expect(now).toMatchObject({ alertId: held.alertId, level: 'elevated' });
    expect(transitionsOf(alerts).filter(({ alertId }) => alertId === held.alertId)).toHaveLength(1);
  });
});

function report(id: string, recorded: number): Entry {
  const entry = fc.sample(
    reports.filter((all) => all.length > 0),
    { numRuns: 1, seed: 7 },
  )[0]![0]!;
  if (entry.type !== 'revision') throw new Error('reports are revisions');
  const revision = {
    ...entry.revision,
    ...{ recordId: id, incidentId: `id-${id}`, revision: 1, status: 'reported' as const, casualties: [] },
    ...{ occurredFrom: recorded, reportedAt: recorded, location: { country: 'IQ' } },
  };
  return { type: 'revision', recorded, revision };
}
