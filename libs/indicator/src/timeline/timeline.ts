import type { Instant } from '@barometer/time';
import type { Contribution } from '../kind.js';

/** How contributions add up over a range: `plus` is associative and `zero` its neutral element. */
export interface Measure<T> {
  readonly zero: T;
  of(contribution: Contribution): T;
  plus(left: T, right: T): T;
}

/**
 * One stream's contributions in order of (at, ref). Insert and remove work anywhere; range questions cost O(log n).
 * Ranges are (from, to].
 */
export interface Timeline {
  readonly size: number;
  /** The time of the last contribution; `-Infinity` where there is none. */
  readonly end: Instant;
  insert(contribution: Contribution): void;
  /** Removes by ref and time; answers whether it was there. */
  remove(ref: string, at: Instant): boolean;
  /** How many lie in (from, to]. */
  count(from: Instant, to: Instant): number;
  /** Those in (from, to], in order. */
  range(from: Instant, to: Instant): Iterable<Contribution>;
  /** The contribution at place i in order; `undefined` outside. */
  at(index: number): Contribution | undefined;
  /** How many lie at or before the instant: also the place of the first later one. */
  rank(at: Instant): number;
  /** The greatest `value` in (from, to], the latest of equals; O(log n). */
  largest(from: Instant, to: Instant): Contribution | undefined;
  /** The last contribution at or before `to` with a `value` of at least `floor`; O(log n). */
  lastAtLeast(floor: number, to: Instant): Contribution | undefined;
  /** The first contribution after `from` with a `value` of at least `floor`; O(log n). */
  firstAtLeast(floor: number, from: Instant): Contribution | undefined;
  /** The sum of a measure over (from, to]; O(log n), as the sums of whole stretches are remembered. */
  total<T>(measure: Measure<T>, from: Instant, to: Instant): T;
  /** The contributions that hold the key among their `keys`; read only, kept up to date from the first call on. */
  keyed(key: string): Timeline;
  /** The same timeline without one contribution: a cheap view for counterfactuals. */
  without(ref: string): Timeline;
}
