import type { Instant } from '@barometer/time';
import type { Contribution } from '../kind.js';
import type { Measure, Timeline } from './timeline.js';

/** Order in a timeline: by time, then by ref. */
export function compare(a: Contribution, at: Instant, ref: string): number {
  if (a.at !== at) return a.at - at;
  return a.ref < ref ? -1 : a.ref > ref ? 1 : 0;
}

/** Turns questions about instants into questions about places; places run from `low` up to, not including, `high`. */
export abstract class RangedTimeline implements Timeline {
  abstract readonly size: number;
  abstract readonly end: Instant;
  abstract insert(contribution: Contribution): void;
  abstract remove(ref: string, at: Instant): boolean;
  abstract at(index: number): Contribution | undefined;
  abstract rank(at: Instant): number;
  abstract keyed(key: string): Timeline;
  /** The place of the greatest value, the last of equals; -1 if none has a value. */
  abstract largestPlace(low: number, high: number): number;
  /** The last place before `high` with a value of at least `floor`; -1 if there is none. */
  abstract lastPlace(floor: number, high: number): number;
  /** The first place from `low` on with a value of at least `floor`; -1 if there is none. */
  abstract firstPlace(floor: number, low: number): number;
  abstract totalPlaces<T>(measure: Measure<T>, low: number, high: number): T;

  count(from: Instant, to: Instant): number {
    return to <= from ? 0 : this.rank(to) - this.rank(from);
  }

  *range(from: Instant, to: Instant): Iterable<Contribution> {
    const high = this.rank(to);
    for (let place = this.rank(from); place < high; place++) yield this.at(place)!;
  }

  largest(from: Instant, to: Instant): Contribution | undefined {
    return this.at(this.largestPlace(this.rank(from), this.rank(to)));
  }

  lastAtLeast(floor: number, to: Instant): Contribution | undefined {
    return this.at(this.lastPlace(floor, this.rank(to)));
  }

  firstAtLeast(floor: number, from: Instant): Contribution | undefined {
    return this.at(this.firstPlace(floor, this.rank(from)));
  }

  total<T>(measure: Measure<T>, from: Instant, to: Instant): T {
    return this.totalPlaces(measure, this.rank(from), this.rank(to));
  }

  without(ref: string): Timeline {
    for (let place = this.size - 1; place >= 0; place--) {
      if (this.at(place)!.ref === ref) return new Without(this, place);
    }
    return this;
  }
}

/** A view of a timeline that leaves one place out; valid until the timeline changes. */
class Without extends RangedTimeline {
  readonly #whole: RangedTimeline;
  readonly #place: number;

  constructor(whole: RangedTimeline, place: number) {
    super();
    this.#whole = whole;
    this.#place = place;
  }

  get size(): number {
    return this.#whole.size - 1;
  }

  get end(): Instant {
    return this.at(this.size - 1)?.at ?? -Infinity;
  }

  insert(): never {
    throw new Error('A view of a timeline takes no changes');
  }

  remove(): never {
    throw new Error('A view of a timeline takes no changes');
  }

  at(index: number): Contribution | undefined {
    return this.#whole.at(index < this.#place ? index : index + 1);
  }

  rank(at: Instant): number {
    return this.#inner(this.#whole.rank(at));
  }

  keyed(key: string): Timeline {
    const left = this.#whole.at(this.#place)!;
    const keyed = this.#whole.keyed(key);
    return left.keys?.includes(key) ? keyed.without(left.ref) : keyed;
  }

  largestPlace(low: number, high: number): number {
    const before = this.#whole.largestPlace(this.#outer(low), Math.min(this.#outer(high), this.#place));
    const after = this.#whole.largestPlace(Math.max(this.#outer(low), this.#place + 1), this.#outer(high));
    if (before < 0 || after < 0) return this.#inner(Math.max(before, after));
    return this.#inner(this.#whole.at(after)!.value! >= this.#whole.at(before)!.value! ? after : before);
  }

  lastPlace(floor: number, high: number): number {
    let place = this.#whole.lastPlace(floor, this.#outer(high));
    if (place === this.#place) place = this.#whole.lastPlace(floor, place);
    return this.#inner(place);
  }

  firstPlace(floor: number, low: number): number {
    let place = this.#whole.firstPlace(floor, this.#outer(low));
    if (place === this.#place) place = this.#whole.firstPlace(floor, place + 1);
    return this.#inner(place);
  }

  totalPlaces<T>(measure: Measure<T>, low: number, high: number): T {
    return measure.plus(
      this.#whole.totalPlaces(measure, this.#outer(low), Math.min(this.#outer(high), this.#place)),
      this.#whole.totalPlaces(measure, Math.max(this.#outer(low), this.#place + 1), this.#outer(high)),
    );
  }

  /** The view's place as a bound in the whole timeline: the left-out place stays on the outer side. */
  #outer(place: number): number {
    return place <= this.#place ? place : place + 1;
  }

  #inner(place: number): number {
    return place <= this.#place ? place : place - 1;
  }
}
