import type { Change, Revision } from '@barometer/incident';

/**
 * What applying one revision did. Removing every `before` and adding every `after` turns the incidents before into
 * those after. A duplicate or a conflict changes nothing; a late revision only which of several linked records names
 * the incident, and that seldom.
 */
export interface Applied {
  readonly outcome: 'newest' | 'late' | 'duplicate' | 'conflict';
  readonly changes: readonly Change[];
}

/** The register as the desk uses it: identity decided by the fold, in one small step before the watches. */
export interface RegisterPort {
  apply(revision: Revision): Applied;
}
