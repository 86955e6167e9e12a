import type { Instant } from '@barometer/time';
import type { Contributor } from './reading.js';
import type { Timeline } from './timeline/timeline.js';

/** Every contribution in (from, to] with weight 1, the latest first. */
export function contributorsIn(timeline: Timeline, from: Instant, to: Instant): Contributor[] {
  const contributors: Contributor[] = [];
  for (const { ref, at } of timeline.range(from, to)) contributors.push({ ref, at, weight: 1 });
  return contributors.reverse();
}
