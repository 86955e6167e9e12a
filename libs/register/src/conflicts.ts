import type { Revision } from '@barometer/incident';

/** How many conflicts are listed; all are counted. */
const MOST_LISTED = 1_000;

/** A revision number that came with two contents; the first in the journal holds. */
export interface Conflict {
  readonly incidentId: string;
  readonly dataset: string;
  readonly recordId: string;
  readonly revision: number;
  /** How often other content was refused. */
  readonly times: number;
}

/** The first conflicts, one line for each revision number. */
export class Conflicts {
  private readonly listed = new Map<string, Conflict>();

  constructor(conflicts: readonly Conflict[] = []) {
    for (const conflict of conflicts) this.listed.set(keyOf(conflict), conflict);
  }

  add({ incidentId, dataset, recordId, revision }: Revision): void {
    const key = keyOf({ incidentId, revision });
    const known = this.listed.get(key);
    if (known === undefined && this.listed.size >= MOST_LISTED) return;
    this.listed.set(key, { incidentId, dataset, recordId, revision, times: (known?.times ?? 0) + 1 });
  }

  list(): readonly Conflict[] {
    return [...this.listed.values()];
  }
}

function keyOf({ incidentId, revision }: Pick<Conflict, 'incidentId' | 'revision'>): string {
  return `${incidentId} ${revision}`;
}
