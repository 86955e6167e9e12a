import type { Gazetteer } from '@barometer/gazetteer';
import type { AtRest } from './at-rest.js';
import { LARGEST_BUCKET, groupTwins, twinKey } from './near.js';
import { Neighbours } from './neighbours.js';
import { stands, type Known } from './newest.js';
import type { Records } from './records.js';

const UNTOUCHED: ReadonlySet<Known> = new Set<Known>();
const NOBODY: readonly AtRest[] = Object.freeze([]);

/**
 * Standing records by what near twins have in common. It sleeps until a second dataset is seen, since one has no twins. Of records
 * that could be near twins of each other all are filed, or all are at rest.
 */
export class Twins {
  private readonly buckets = new Map<string, Set<Known>>();
  private readonly datasets = new Set<string>();
  /** Who is at rest; absent while it sleeps. */
  private neighbours: Neighbours | undefined;

  constructor(private readonly gazetteer: Gazetteer) {}

  /** A record of this dataset is there. */
  hear(dataset: string): void {
    this.datasets.add(dataset);
  }

  /** Wakes up where there are two datasets; gives the records at rest that are to be read then, because some of their like are. */
  begin(all: Records): readonly AtRest[] {
    if (this.neighbours !== undefined || this.datasets.size < 2) return NOBODY;
    this.neighbours = new Neighbours(all.atRest());
    const met: AtRest[] = [];
    for (const known of all.awake()) {
      this.put(known, this.keyOf(known));
      for (const near of this.leave(known)) met.push(near);
    }
    return met;
  }

  /** The records at rest that are to be read before this one is filed among `all`. */
  meet(known: Known, all: Records): readonly AtRest[] {
    if (this.neighbours !== undefined) return this.leave(known);
    this.hear(known.newest.dataset);
    return this.begin(all);
  }

  /** The records at rest that are to be read together with one of them, itself among them. */
  around(record: AtRest): readonly AtRest[] {
    const found = this.neighbours?.leave(record) ?? NOBODY;
    return found.length === 0 ? [record] : found;
  }

  /** Takes in a record that was at rest: it had no twins, and nobody gets any by it. */
  admit(known: Known): void {
    if (this.neighbours !== undefined) this.put(known, this.keyOf(known));
  }

  /** Files a record whose newest revision is new; gives every record whose twins may have changed by it. */
  file(known: Known): ReadonlySet<Known> {
    if (this.neighbours === undefined) return UNTOUCHED;
    const [left, entered] = [known.twinKey, this.keyOf(known)];
    if (left === undefined && entered === undefined) return UNTOUCHED;
    const touched = new Set<Known>();
    if (left !== undefined && left !== entered) {
      this.buckets.get(left)!.delete(known);
      known.twins = undefined;
      this.regroup(left, touched);
    }
    this.put(known, entered);
    if (entered !== undefined) this.regroup(entered, touched);
    return touched;
  }

  private leave({ facets, newest }: Known): readonly AtRest[] {
    return this.neighbours!.leave({ facets: facets!, occurredFrom: newest.occurredFrom });
  }

  private keyOf(known: Known): string | undefined {
    return stands(known) ? twinKey(known.newest, known.facets!, this.gazetteer) : undefined;
  }

  private put(known: Known, key: string | undefined): void {
    known.twinKey = key;
    if (key === undefined) return;
    const bucket = this.buckets.get(key);
    if (bucket === undefined) this.buckets.set(key, new Set([known]));
    else bucket.add(known);
  }

  private regroup(key: string, touched: Set<Known>): void {
    const bucket = this.buckets.get(key)!;
    if (bucket.size === 0) this.buckets.delete(key);
    // One record came or went: over this size nothing was linked before and nothing is now.
    if (bucket.size > LARGEST_BUCKET + 1) return;
    for (const known of bucket) {
      if (known.twins === undefined) continue;
      touched.add(known);
      known.twins = undefined;
    }
    for (const group of groupTwins(bucket)) {
      for (const known of group) {
        known.twins = group;
        touched.add(known);
      }
    }
  }
}
