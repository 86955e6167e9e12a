import type { Revision } from '@barometer/incident';

const NOBODY: readonly string[] = Object.freeze([]);

/** How many records one revision may call its duplicates; more are not looked at. */
const MOST_LINKS = 64;

/** The records a standing revision asserts to be the same incident. */
export function assertedDuplicates(revision: Revision): readonly string[] {
  if (revision.links.length === 0 || revision.status === 'retracted') return NOBODY;
  const named = revision.links
    .filter((link) => link.type === 'duplicates' && link.confidence === 'asserted')
    .map((link) => link.incidentId)
    .filter((incidentId) => incidentId !== revision.incidentId);
  return [...new Set(named)].slice(0, MOST_LINKS);
}

/** Asserted duplicates both ways; a record may be named before it is known. */
export class DuplicateLinks {
  private readonly to = new Map<string, readonly string[]>();
  private readonly from = new Map<string, Set<string>>();

  /** Replaces what the record of this revision asserts; answers every record that is linked with it now or was before. */
  replace(revision: Revision): readonly string[] {
    const { incidentId } = revision;
    if (revision.links.length === 0 && !this.has(incidentId)) return NOBODY;
    const before = this.of(incidentId);
    this.set(revision);
    return [...before, ...this.of(incidentId)];
  }

  private set(revision: Revision): void {
    const next = assertedDuplicates(revision);
    const previous = this.to.get(revision.incidentId) ?? NOBODY;
    if (next.length === 0 && previous.length === 0) return;
    for (const target of previous) this.drop(target, revision.incidentId);
    for (const target of next) this.namersOf(target).add(revision.incidentId);
    if (next.length > 0) this.to.set(revision.incidentId, next);
    else this.to.delete(revision.incidentId);
  }

  /** Every record that this one names or is named by. */
  of(incidentId: string): readonly string[] {
    if (!this.has(incidentId)) return NOBODY;
    return [...(this.to.get(incidentId) ?? NOBODY), ...(this.from.get(incidentId) ?? NOBODY)];
  }

  has(incidentId: string): boolean {
    return this.to.has(incidentId) || this.from.has(incidentId);
  }

  private namersOf(target: string): Set<string> {
    const namers = this.from.get(target) ?? new Set<string>();
    this.from.set(target, namers);
    return namers;
  }

  private drop(target: string, namer: string): void {
    const namers = this.from.get(target);
    namers?.delete(namer);
    if (namers?.size === 0) this.from.delete(target);
  }
}
