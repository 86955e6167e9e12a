import type { Change, Revision } from '@barometer/incident';

/** What applying one revision did: `changes` is empty for all but `newest` (and a `late` one that other members' views need not follow). */
export interface Applied {
  readonly outcome: 'newest' | 'late' | 'duplicate' | 'conflict';
  readonly changes: readonly Change[];
}

/** The register as the desk uses it: identity decided by the fold, in one small step before the watches. */
export interface RegisterPort {
  apply(revision: Revision): Applied;
}
