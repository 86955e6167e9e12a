import { decodeEntry, encodeEntry, readEntry, WrittenRevision, type Entry } from '@barometer/journal';
import { HOUR } from '@barometer/time';
import fc from 'fast-check';
import { Desk } from './desk.js';
import { busyDefinition, configEntry, DECLARED, input, reports } from './testing/index.js';

const CONFIG = configEntry(busyDefinition());
const END = Date.UTC(2024, 11, 1);
const RUNS = process.env['SOAK'] ? 5_000 : 150;

function logOf(desk: Desk): string[] {
  return desk.takePending().map(({ transition }) => JSON.stringify(transition));
}

function fold(entries: readonly Entry[]): { desk: Desk; log: string[] } {
  const desk = new Desk();
  entries.forEach((entry, place) => desk.step(entry, place));
  desk.advance(END);
  return { desk, log: logOf(desk) };
}

/** Every reading of every series at the end, as text. */
function readingsOf(desk: Desk): string {
  const all: unknown[] = [];
  for (const watch of desk.definition!.watches) {
    for (const { name } of watch.rules) {
      for (const series of desk.series(watch.name, name)) {
        const { value, fields, known } = desk.read(watch.name, name, series)!;
        if (known && value !== 0) all.push([watch.name, name, series, value, fields]);
      }
    }
  }
  return JSON.stringify(all);
}

describe('the fold', () => {
  it('gives the same bytes twice, and with ticks anywhere between entries', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat({ max: 60 * 24 })), (entries, hours) => {
        const plain = fold([CONFIG, ...entries]).log;
        expect(fold([CONFIG, ...entries]).log).toEqual(plain);
        const ticks = hours.map((h): Entry => ({ type: 'tick', recorded: Date.UTC(2024, 0, 1) + h * HOUR }));
        const mixed = [...entries, ...ticks].map((entry, i) => ({ entry, i }));
        const at = (entry: Entry) => (entry.type === 'config' ? 0 : entry.recorded);
        mixed.sort((a, b) => at(a.entry) - at(b.entry) || a.i - b.i);
        expect(fold([CONFIG, ...mixed.map(({ entry }) => entry)]).log).toEqual(plain);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives the same bytes whether reports are read in full or only as far as somebody asks', () => {
    fc.assert(
      fc.property(input, (entries) => {
        const lines = [CONFIG, ...entries].map(encodeEntry);
        const read = lines.map(readEntry);
        for (const entry of read) if (entry.type === 'revision') expect(entry.revision).toBeInstanceOf(WrittenRevision);
        expect(fold(read).log).toEqual(fold(lines.map(decodeEntry)).log);
      }),
      { numRuns: RUNS },
    );
  });

  it('ends in the same readings however the same newest revisions arrived', () => {
    fc.assert(
      fc.property(reports, fc.infiniteStream(fc.nat()), (entries, random) => {
        const settled = settle(entries);
        const order = settled.map((entry) => ({ entry, key: random.next().value as number }));
        const shuffled = order.sort((a, b) => a.key - b.key).map(({ entry }) => entry);
        const doubled = shuffled.flatMap((entry, i) => (i % 3 === 0 ? [entry, entry] : [entry]));
        const at = Math.max(
          ...settled.map((entry) => (entry.type === 'config' ? 0 : entry.recorded)),
          Date.UTC(2024, 0, 1),
        );
        const late = doubled.map((entry): Entry => ({ ...entry, recorded: at }) as Entry);
        expect(readingsAt(late, at)).toBe(readingsAt(settled, at));
      }),
      { numRuns: RUNS },
    );
  });
});

/** One entry a record: its greatest revision number, the first content that came with it. */
function settle(entries: readonly Entry[]): Entry[] {
  const newest = new Map<string, Entry & { type: 'revision' }>();
  for (const entry of entries) {
    if (entry.type !== 'revision') continue;
    const known = newest.get(entry.revision.incidentId);
    if (!known || entry.revision.revision > known.revision.revision) newest.set(entry.revision.incidentId, entry);
  }
  return [...newest.values()];
}

function readingsAt(entries: readonly Entry[], at: number): string {
  const desk = new Desk();
  [configEntry(busyDefinition([DECLARED])), ...entries].forEach((entry, place) => desk.step(entry, place));
  desk.advance(at);
  return readingsOf(desk);
}
