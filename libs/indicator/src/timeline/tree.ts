import type { Instant } from '@barometer/time';
import type { Contribution } from '../kind.js';
import { KeyIndex } from './keyed.js';
import { branchOf, emptyLeaf, insertInto, removeFrom, type Node } from './node.js';
import { compare, RangedTimeline } from './range.js';
import { Cursors, firstPlace, itemAt, lastPlace, mostIn, rankInLeaf, totalOf } from './search.js';
import type { Measure, Timeline } from './timeline.js';

/** An empty timeline on a B+ tree: one small leaf until it grows. */
export function createTimeline(): Timeline {
  return new TreeTimeline();
}

class TreeTimeline extends RangedTimeline {
  #root: Node = emptyLeaf();
  #last: Contribution | undefined;
  #end: Instant = -Infinity;
  #keys: KeyIndex | undefined;
  /** Hold through appends; anything else drops them. */
  #cursors: Cursors | undefined;

  get size(): number {
    return this.#root.size;
  }

  get end(): Instant {
    return this.#end;
  }

  insert(contribution: Contribution): void {
    if (!this.#last || compare(this.#last, contribution.at, contribution.ref) < 0) this.#endWith(contribution);
    else this.#cursors = undefined;
    const neighbour = insertInto(this.#root, contribution);
    if (neighbour) this.#root = branchOf([this.#root, neighbour]);
    this.#keys?.insert(contribution);
  }

  remove(ref: string, at: Instant): boolean {
    const removed = removeFrom(this.#root, ref, at);
    if (!removed) return false;
    while (this.#root.children?.length === 1) this.#root = this.#root.children[0]!;
    if (this.#root.size === 0) this.#root = emptyLeaf();
    this.#cursors = undefined;
    this.#endWith(itemAt(this.#root, this.#root.size - 1));
    this.#keys?.remove(removed);
    return true;
  }

  #endWith(last: Contribution | undefined): void {
    this.#last = last;
    this.#end = last ? last.at : -Infinity;
  }

  at(index: number): Contribution | undefined {
    return this.#cursors?.at(index) ?? itemAt(this.#root, index);
  }

  rank(at: Instant): number {
    if (this.#end <= at) return this.#root.size;
    if (this.#root.items) return rankInLeaf(this.#root, at);
    this.#cursors ??= new Cursors();
    return this.#cursors.rank(this.#root, at);
  }

  keyed(key: string): Timeline {
    this.#keys ??= new KeyIndex(() => new TreeTimeline(), this.range(-Infinity, Infinity));
    return this.#keys.of(key);
  }

  largestPlace(low: number, high: number): number {
    const most = low < high ? mostIn(this.#root, low, high) : -Infinity;
    return most === -Infinity ? -1 : lastPlace(this.#root, most, high);
  }

  lastPlace(floor: number, high: number): number {
    return lastPlace(this.#root, floor, high);
  }

  firstPlace(floor: number, low: number): number {
    return firstPlace(this.#root, floor, low);
  }

  totalPlaces<T>(measure: Measure<T>, low: number, high: number): T {
    return low < high ? totalOf(this.#root, measure, low, high) : measure.zero;
  }
}
