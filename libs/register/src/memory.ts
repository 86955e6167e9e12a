import type { Revision } from '@barometer/incident';
import { wholeOf } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import type { Conflict } from './conflicts.js';
import { newKnown, type Known } from './newest.js';

/** What the register has taken in; `revisions` is all of it, the others are parts of it. */
export interface RegisterCounts {
  readonly revisions: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly late: number;
}

/** Lists that most revisions have empty: left out of the memory, and shared once it is read. */
const LISTS = [
  'actors',
  'claims',
  'attributions',
  'denials',
  'tactics',
  'munitions',
  'casualties',
  'links',
  'drivers',
] as const;

/** A revision without its empty lists. */
export type SlimRevision = Omit<Revision, (typeof LISTS)[number]> & Partial<Pick<Revision, (typeof LISTS)[number]>>;

const NONE: readonly never[] = Object.freeze([]);
function slim(revision: Revision): SlimRevision {
  const out: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(wholeOf(revision))) {
    if (!Array.isArray(value) || value.length > 0) out[field] = value;
  }
  return out as unknown as SlimRevision;
}

/** Gives the very object its empty lists: a copy of each would cost twice the memory of a restore. */
function fill(revision: SlimRevision): Revision {
  const filled = revision as Record<string, unknown>;
  for (const list of LISTS) filled[list] ??= NONE;
  return revision as Revision;
}

/** One record as a register remembers it. */
export interface RememberedRecord {
  readonly newest: SlimRevision;
  /** When the one reported first was, and its number, where that is another. */
  readonly earliest?: readonly [reportedAt: Instant, revision: number];
  /** Older numbers with their content digests, in order of recording. */
  readonly superseded?: readonly (readonly [number, string])[];
}

/** Everything a register knows, as plain data: a register restored from it goes on as if it had never stopped. */
export interface RegisterMemory {
  /** In order of first recording. */
  readonly records: readonly RememberedRecord[];
  readonly counts: RegisterCounts;
  readonly conflicts: readonly Conflict[];
}

/** A record as plain data. */
export function toMemory({ newest, earliest, superseded }: Known): RememberedRecord {
  return {
    newest: slim(newest),
    ...(earliest !== newest && { earliest: [earliest.reportedAt, earliest.revision] as const }),
    ...(superseded !== undefined && { superseded: [...superseded] }),
  };
}

/** A record from plain data, not yet filed. */
export function fromMemory({ newest: saved, earliest, superseded }: RememberedRecord): Known {
  const newest = fill(saved);
  const known = newKnown(newest);
  if (earliest) known.earliest = { reportedAt: earliest[0], revision: earliest[1] };
  if (superseded) known.superseded = new Map(superseded);
  return known;
}
