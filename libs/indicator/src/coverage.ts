import { Spans, type Duration, type Instant, type Span } from '@barometer/time';

/** The time the watch's feeds speak for, as known at the instant of reading; immutable. */
export interface Coverage {
  /** Covered time in (from, to], by any feed, full or partial; O(log n). */
  covered(from: Instant, to: Instant): Duration;
  /** Covered spans clipped to the range, in order; a span holds its `from` and not its `to`. */
  spans(from: Instant, to: Instant): readonly Span[];
  /** True when feeds of full coverage were alive through the whole range. */
  full(from: Instant, to: Instant): boolean;
  /** The first instant after `at` at which coverage, any or full, starts or stops, `Infinity` if none is known. */
  nextEdge(at: Instant): Instant;
}

/** What one feed speaks for: the declared spans, or those in which it was alive. */
export interface FeedCoverage {
  readonly coverage: 'full' | 'partial';
  readonly spans: Spans;
}

/**
 * The union of what feeds speak for. Instants are whole milliseconds, so (from, to] is the milliseconds from + 1 to to,
 * and the 90 days up to 23:59:59.999 of a day are 90 whole days.
 */
export function coverageOf(feeds: readonly FeedCoverage[]): Coverage {
  const any = unionOf(feeds);
  const full = unionOf(feeds.filter((feed) => feed.coverage === 'full'));
  return {
    covered: (from, to) => any.measure(from + 1, to + 1),
    spans: (from, to) => any.clip(from + 1, to + 1),
    full: (from, to) => full.covers(from + 1, to + 1),
    nextEdge: (at) => Math.min(any.nextEdge(at), full.nextEdge(at)),
  };
}

function unionOf(feeds: readonly FeedCoverage[]): Spans {
  return feeds.reduce((union, feed) => union.union(feed.spans.all), Spans.EMPTY);
}
