import type { Instant } from '@barometer/time';
import type { Contribution } from '../kind.js';
import { KeyIndex } from './keyed.js';
import { appendTo, branchOf, emptyLeaf, insertInto, removeFrom, type Node } from './node.js';
import { compare, RangedTimeline } from './range.js';
import { Cursors, firstPlace, itemAt, lastPlace, mostIn, rankInLeaf, totalOf } from './search.js';
import type { Measure, Timeline } from './timeline.js';

/** An empty timeline on a B+ tree: one small leaf until it grows. */
export function createTimeline(): Timeline {
  return new TreeTimeline();
}

class TreeTimeline extends RangedTimeline {
  #root: Node = emptyLeaf();
  /** The times of the first and the last contribution: most questions and inserts are settled by these alone. */
  #begin: Instant = Infinity;
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
    const neighbour = this.#comesLast(contribution) ? this.#append(contribution) : this.#squeezeIn(contribution);
    if (neighbour) this.#root = branchOf([this.#root, neighbour]);
    this.#keys?.insert(contribution);
  }

  remove(ref: string, at: Instant): boolean {
    const removed = removeFrom(this.#root, ref, at);
    if (!removed) return false;
    while (this.#root.children?.length === 1) this.#root = this.#root.children[0]!;
    if (this.#root.size === 0) this.#root = emptyLeaf();
    this.#cursors = undefined;
    this.#begin = itemAt(this.#root, 0)?.at ?? Infinity;
    this.#end = itemAt(this.#root, this.#root.size - 1)?.at ?? -Infinity;
    this.#keys?.remove(removed);
    return true;
  }

  #comesLast({ at, ref }: Contribution): boolean {
    if (at !== this.#end) return at > this.#end;
    return compare(itemAt(this.#root, this.#root.size - 1)!, at, ref) < 0;
  }

  #append(contribution: Contribution): Node | undefined {
    if (this.#root.size === 0) this.#begin = contribution.at;
    this.#end = contribution.at;
    return appendTo(this.#root, contribution);
  }

  #squeezeIn(contribution: Contribution): Node | undefined {
    if (contribution.at < this.#begin) this.#begin = contribution.at;
    this.#cursors = undefined;
    return insertInto(this.#root, contribution);
  }

  at(index: number): Contribution | undefined {
    return this.#cursors?.at(index) ?? itemAt(this.#root, index);
  }

  rank(at: Instant): number {
    if (this.#end <= at) return this.#root.size;
    if (this.#begin > at) return 0;
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
