import { lineOf, readEntry } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import type { Conflict } from './conflicts.js';
import { newKnown, type Known } from './newest.js';
import type { Superseded } from './superseded.js';

/** What the register has taken in; `revisions` is all of it, the others are parts of it. */
export interface RegisterCounts {
  readonly revisions: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly late: number;
}

/** What still counts of a record's older revisions. */
interface Older {
  /** When the one reported first was, and its number, where that is another. */
  readonly earliest?: readonly [reportedAt: Instant, revision: number];
  readonly superseded?: Superseded;
}

/** One record as a register remembers it: its newest revision as a line of the journal, and what counts of older ones. */
export interface RememberedRecord extends Older {
  readonly line: string;
}

/** What a register counted, as plain data. */
export interface RegisterMemory {
  readonly counts: RegisterCounts;
  readonly conflicts: readonly Conflict[];
}

/** A record as plain data. */
export function toMemory({ newest, earliest, superseded }: Known): RememberedRecord {
  return {
    line: lineOf(newest),
    ...(earliest !== newest && { earliest: [earliest.reportedAt, earliest.revision] as const }),
    ...(superseded !== undefined && { superseded }),
  };
}

/** A record from plain data, not yet filed; its revision is read as far as somebody asks. */
export function fromMemory({ line, earliest, superseded }: RememberedRecord): Known {
  const entry = readEntry(line);
  if (entry.type !== 'revision') throw new Error(`a record is remembered as an entry of the type ${entry.type}`);
  const known = newKnown(entry.revision);
  if (earliest) known.earliest = { reportedAt: earliest[0], revision: earliest[1] };
  if (superseded !== undefined) known.superseded = superseded;
  return known;
}

// JSON text has no line breaks of its own, so that records can be told apart without reading them.
const [BEGIN, BETWEEN, END] = ['[\n', ',\n', '\n]'];
const OLDER = '{"older":';

/** Records as a JSON array that `readRecords` reads: lines of the journal, what counts of older revisions behind the line. */
export function writeRecords(records: readonly RememberedRecord[]): string {
  const items = records.flatMap(({ line, ...older }) =>
    Object.keys(older).length === 0 ? [line] : [line, JSON.stringify({ older })],
  );
  return BEGIN + items.join(BETWEEN) + END;
}

/** The records of a text that `writeRecords` made. */
export function readRecords(text: string): RememberedRecord[] {
  const records: RememberedRecord[] = [];
  for (const item of text.slice(BEGIN.length, -END.length).split(BETWEEN)) {
    if (!item.startsWith(OLDER)) records.push({ line: item });
    else records.push({ ...records.pop()!, ...(JSON.parse(item) as { older: Older }).older });
  }
  return records;
}
