import type { Clock } from '@barometer/time';

/** The machine's clocks: the one place of the product that reads them. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
