import { DAY, HOUR, type Duration, type Instant } from '@barometer/time';
import type { Coverage } from './coverage.js';
import type { Baseline } from './reading.js';
import type { Timeline } from './timeline/timeline.js';

/** A baseline under this many covered days makes a reading provisional. */
export const SHORT_BASELINE = 50;

/** True when the window (at - window, at] touches time that nobody covers. */
export function windowUncovered(coverage: Coverage, at: Instant, window: Duration): boolean {
  return coverage.covered(at - window, at) < window;
}

/** The first later instant at which `windowUncovered` can turn, given what it is now. */
export function windowEdge(coverage: Coverage, at: Instant, window: Duration, uncovered: boolean): Instant {
  return uncovered ? coverage.nextEdge(at - window + 1) + window - 1 : coverage.nextEdge(at);
}

/** What a timeline and its coverage say of (from, to]: only covered time counts, and only incidents in it. */
export function baselineOf(timeline: Timeline, coverage: Coverage, from: Instant, to: Instant): Baseline {
  const covered = coverage.covered(from, to);
  const k = covered === to - from ? timeline.count(from, to) : countCovered(timeline, coverage, from, to);
  return { k, days: covered / DAY, from, to };
}

function countCovered(timeline: Timeline, coverage: Coverage, from: Instant, to: Instant): number {
  let count = 0;
  for (const span of coverage.spans(from, to)) count += timeline.count(span.from - 1, span.to - 1);
  return count;
}

/**
 * When a baseline that ends before `at` can next change: an incident crosses one of its ends, its covered time begins or
 * ceases to move, or comes to be short. While it moves, which it does all the time, the next whole hour (UTC) stands for it.
 */
export function baselineEdge(timeline: Timeline, coverage: Coverage, baseline: Baseline, at: Instant): Instant {
  const { from, to } = baseline;
  const entering = crossing(timeline, coverage, to) + at - to;
  const leaving = crossing(timeline, coverage, from) + at - from;
  const gains = isCovered(coverage, to + 1);
  if (gains === isCovered(coverage, from + 1)) return Math.min(entering, leaving);
  return Math.min(entering, leaving, nextHour(at), turnsShort(baseline, gains, at));
}

/** When a baseline that gains or loses covered time stops or starts being short. */
function turnsShort({ days }: Baseline, gains: boolean, at: Instant): Instant {
  const spare = Math.round((days - SHORT_BASELINE) * DAY);
  if (gains) return spare < 0 ? at - spare : Infinity;
  return spare >= 0 ? at + spare + 1 : Infinity;
}

function crossing(timeline: Timeline, coverage: Coverage, end: Instant): Instant {
  const incident = timeline.at(timeline.rank(end))?.at ?? Infinity;
  return Math.min(incident, coverage.nextEdge(end + 1) - 1);
}

function isCovered(coverage: Coverage, at: Instant): boolean {
  return coverage.covered(at - 1, at) > 0;
}

function nextHour(at: Instant): Instant {
  return (Math.floor(at / HOUR) + 1) * HOUR;
}
