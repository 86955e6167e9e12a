import type { Revision } from '@barometer/incident';
import type { Conflict } from './conflicts.js';
import type { Known } from './newest.js';

/** What the register has taken in; `revisions` is all of it, the others are parts of it. */
export interface RegisterCounts {
  readonly revisions: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly late: number;
}

/** One record as a register remembers it. */
export interface RememberedRecord {
  readonly newest: Revision;
  /** The one reported first, where that is another. */
  readonly earliest?: Revision;
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
    newest,
    ...(earliest !== newest && { earliest }),
    ...(superseded !== undefined && { superseded: [...superseded] }),
  };
}

/** A record from plain data, not yet filed. */
export function fromMemory({ newest, earliest, superseded }: RememberedRecord): Known {
  return { newest, earliest: earliest ?? newest, ...(superseded && { superseded: new Map(superseded) }) };
}
