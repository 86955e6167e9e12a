import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertRecord } from '@barometer/alert';
import { Assessor, Outputs, Written } from '@barometer/assessor';
import { Follower, Snapshots } from '@barometer/desk';
import { openEmbedded } from '@barometer/embedded';
import { encodeEntry, type Entry, type RevisionEntry } from '@barometer/journal';
import { createLogger, packing } from '@barometer/service';
import { DAY, HOUR, ManualClock } from '@barometer/time';
import fc from 'fast-check';
import { exampleJournal, exampleRevisions, fold, IMPORTED_AT } from './example-journal.js';

const folder = mkdtempSync(join(tmpdir(), 'barometer-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let stores = 0;

/** The alert log that assessor and embedded store make of a journal, appended in batches, one process for each. */
async function alertLogOf(entries: readonly Entry[], processes = 1): Promise<readonly string[]> {
  const directory = join(folder, String(++stores));
  const share = Math.ceil(entries.length / processes);
  for (let from = 0; from < entries.length; from += share) await assess(directory, entries.slice(from, from + share));
  const opened = await openEmbedded(directory);
  const records = await opened.alerts.read(0, 100_000);
  await opened.close();
  return records.map(({ value }) => JSON.stringify((JSON.parse(value) as AlertRecord).transition));
}

async function assess(directory: string, entries: readonly Entry[]): Promise<void> {
  const opened = await openEmbedded(directory);
  const { journal, alerts, shares, snapshots } = opened;
  await journal.append(entries.map((entry) => ({ value: encodeEntry(entry) })));
  const clock = new ManualClock(IMPORTED_AT);
  const assessor = new Assessor({
    follower: new Follower({ journal }),
    outputs: new Outputs({ alerts, shares, clock, writer: `writer ${directory}` }),
    snapshots: new Snapshots(snapshots, { packing }),
    written: new Written(),
    logger: createLogger({ level: 'silent' }),
    onFatal: (err) => {
      throw err;
    },
  });
  await assessor.start();
  await assessor.stop();
  await opened.close();
}

/** Ticks put between the entries, at the given hours after the entry before. */
function withTicks(entries: readonly Entry[], hours: (place: number) => readonly number[]): readonly Entry[] {
  return entries.flatMap((entry, place): Entry[] => {
    const next = entries[place + 1];
    if (entry.type === 'config' || !next || next.type === 'config') return [entry];
    const ticks = hours(place).map((h): Entry => ({ type: 'tick', recorded: entry.recorded + h * HOUR }));
    return [entry, ...ticks.filter((tick) => tick.type === 'tick' && tick.recorded <= next.recorded)];
  });
}

describe('the example’s journal', () => {
  const entries = exampleJournal();
  let log: readonly string[];
  beforeAll(async () => {
    log = await alertLogOf(entries);
  });

  it('gives the same alert log twice, byte for byte, and the one a desk alone gives', async () => {
    expect(log.length).toBeGreaterThan(60);
    expect(await alertLogOf(entries)).toEqual(log);
    expect(fold(entries).transitions.map((transition) => JSON.stringify(transition))).toEqual(log);
  });

  it.each([
    { every: 'an hour after each entry', hours: () => [1] },
    { every: 'each day between entries', hours: () => Array.from({ length: 120 }, (_, day) => 24 * day) },
    { every: 'here and there', hours: (place: number) => [place % 7, (place % 5) * 36, (place % 3) * 300] },
  ])('gives the same bytes with ticks $every', async ({ hours }) => {
    const ticked = withTicks(entries, hours);
    expect(ticked.length).toBeGreaterThan(entries.length + 50);
    expect(await alertLogOf(ticked)).toEqual(log);
  });

  it('gives the same bytes however many processes fold it in turn, each from the snapshot of the last', async () => {
    expect(await alertLogOf(entries, 2)).toEqual(log);
    expect(
      await alertLogOf(
        withTicks(entries, () => [1]),
        7,
      ),
    ).toEqual(log);
  });

  it('gives the same readings for the same newest reports, shuffled, doubled and late', () => {
    const [config] = entries;
    const end = exampleRevisions().at(-1)!.recorded + DAY;
    const newest = settled(exampleRevisions());
    const expected = readingsAt([config!, ...newest.map((entry) => ({ ...entry, recorded: end }))], end);
    expect(JSON.parse(expected).length).toBeGreaterThan(30);
    const anyOrder = fc.shuffledSubarray(newest as RevisionEntry[], { minLength: newest.length });
    fc.assert(
      fc.property(anyOrder, fc.shuffledSubarray(exampleRevisions() as RevisionEntry[]), fc.nat(), (all, more, seed) => {
        const mixed = [...all, ...more].map((entry, i) => ({
          entry,
          key: (seed * (i + 1) * 2_654_435_761) % 4_294_967_291,
        }));
        const late = mixed.sort((a, b) => a.key - b.key).map(({ entry }) => ({ ...entry, recorded: end }));
        expect(readingsAt([config!, ...late, ...late.slice(0, 9)], end)).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });
});

/** The newest revision of each record. */
function settled(entries: readonly RevisionEntry[]): readonly RevisionEntry[] {
  const newest = new Map<string, RevisionEntry>();
  for (const entry of entries) newest.set(entry.revision.incidentId, entry);
  return [...newest.values()];
}

/** Every reading of every series at the end and at instants before it, as text. */
function readingsAt(entries: readonly Entry[], at: number): string {
  const { desk } = fold(entries);
  desk.advance(at);
  const instants = ['2020-01-09', '2023-11-01', '2023-11-24', '2024-01-29'].map((day) => Date.parse(day));
  const all: unknown[] = [];
  for (const { name: watch, rules } of desk.definition!.watches) {
    for (const { name: rule } of rules) {
      for (const series of desk.series(watch, rule)) {
        for (const instant of [...instants, at]) {
          const { value, fields, known } = desk.read(watch, rule, series, instant)!;
          if (known && value !== 0) all.push([watch, rule, series, instant, value, fields]);
        }
      }
    }
  }
  return JSON.stringify(all);
}
