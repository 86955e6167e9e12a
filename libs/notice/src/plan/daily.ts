import { DAY, MINUTE, zonedParts, type Instant } from '@barometer/time';

/** The first instant after `at` at which a clock in the zone shows `HH:MM`; where daylight saving skips it, as far after the day's start. */
export function nextDaily(at: Instant, time: string, zone: string): Instant {
  const start = Math.floor(at / MINUTE) * MINUTE + MINUTE;
  const guess = start + forward(zonedParts(start, zone).time, time) * MINUTE;
  // The zone's offset may change between the two: then the guess is off by that change.
  const off = forward(zonedParts(guess, zone).time, time);
  const next = guess + (off > 12 * 60 ? off - 24 * 60 : off) * MINUTE;
  return next > at ? next : next + DAY;
}

function forward(now: string, then: string): number {
  return (minutes(then) - minutes(now) + 24 * 60) % (24 * 60);
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
