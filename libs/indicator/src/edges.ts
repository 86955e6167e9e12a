import type { Duration, Instant } from '@barometer/time';
import type { Coverage } from './coverage.js';

/** True when the window (at - window, at] touches time that nobody covers. */
export function windowUncovered(coverage: Coverage, at: Instant, window: Duration): boolean {
  return coverage.covered(at - window, at) < window;
}

/** The first later instant at which `windowUncovered` can turn, given what it is now. */
export function windowEdge(coverage: Coverage, at: Instant, window: Duration, uncovered: boolean): Instant {
  return uncovered ? coverage.nextEdge(at - window + 1) + window - 1 : coverage.nextEdge(at);
}
