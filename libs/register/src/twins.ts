import type { Gazetteer } from '@barometer/gazetteer';
import { LARGEST_BUCKET, groupTwins, twinKey } from './near.js';
import { stands, type Known } from './newest.js';

const UNTOUCHED: ReadonlySet<Known> = new Set<Known>();

/** Standing records by what near twins have in common. It sleeps until a second dataset is seen, since one has no twins. */
export class Twins {
  private readonly buckets = new Map<string, Set<Known>>();
  private readonly datasets = new Set<string>();

  constructor(private readonly gazetteer: Gazetteer) {}

  /**
   * Files a record whose newest revision is new, beside `all` known ones; gives every record whose twins may have
   * changed by it.
   */
  file(known: Known, all: ReadonlyMap<string, Known>): ReadonlySet<Known> {
    if (this.datasets.size < 2) {
      this.datasets.add(known.newest.dataset);
      if (this.datasets.size < 2) return UNTOUCHED;
      for (const other of all.values()) if (other !== known) this.put(other, this.keyOf(other));
    }
    return this.move(known);
  }

  private move(known: Known): ReadonlySet<Known> {
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
