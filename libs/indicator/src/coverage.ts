import type { Duration, Instant, Span } from '@barometer/time';

/** The time the watch's feeds speak for, as known at the instant of reading; immutable. */
export interface Coverage {
  /** Covered time in (from, to], by any feed, full or partial; O(log n). */
  covered(from: Instant, to: Instant): Duration;
  /** Covered spans clipped to the range, in order. */
  spans(from: Instant, to: Instant): readonly Span[];
  /** True when feeds of full coverage were alive through the whole range. */
  full(from: Instant, to: Instant): boolean;
  /** The first instant after `at` at which coverage starts or stops, `Infinity` if none is known. */
  nextEdge(at: Instant): Instant;
}
