import type { Duration } from './instant.js';

/** One second in milliseconds. */
export const SECOND: Duration = 1_000;
/** One minute in milliseconds. */
export const MINUTE: Duration = 60 * SECOND;
/** One hour in milliseconds. */
export const HOUR: Duration = 60 * MINUTE;
/** Twenty-four hours in milliseconds; calendar days of a zone may be shorter or longer. */
export const DAY: Duration = 24 * HOUR;
/** Seven days in milliseconds. */
export const WEEK: Duration = 7 * DAY;

const UNITS: ReadonlyMap<string, Duration> = new Map([
  ['w', WEEK],
  ['d', DAY],
  ['h', HOUR],
  ['m', MINUTE],
  ['s', SECOND],
  ['ms', 1],
]);
const WRITTEN = [...UNITS].filter(([unit]) => unit !== 'w');
const SHAPE = /^(?:\d{1,15}(?:ms|[wdhms]))+$/;
const PART = /(\d+)(ms|[wdhms])/g;
const HINT = 'write a whole number and a unit (ms, s, m, h, d or w), such as 7d, 36h or 1h30m';

/** Reads `7d`, `36h` or `1h30m` into milliseconds; a bare `0` is allowed, anything else throws an Error that says what is. */
export function parseDuration(text: string): Duration {
  if (text === '0') return 0;
  if (!SHAPE.test(text)) throw new Error(`${quoted(text)} is not a duration: ${HINT}`);
  let total = 0;
  let previous = Infinity;
  for (const [, count, unit] of text.matchAll(PART)) {
    const length = UNITS.get(unit ?? '') ?? 0;
    if (length >= previous)
      throw new Error(`${quoted(text)} is not a duration: units must go from long to short, each once`);
    previous = length;
    total += Number(count) * length;
  }
  if (!Number.isSafeInteger(total)) throw new Error(`${quoted(text)} is too long a duration`);
  return total;
}

/** Writes milliseconds in the longest unit up to days that loses nothing: `7d`, `36h`, `90s`, `0s`. */
export function formatDuration(duration: Duration): string {
  if (!Number.isSafeInteger(duration)) throw new Error(`${duration} is not a whole number of milliseconds`);
  if (duration === 0) return '0s';
  const sign = duration < 0 ? '-' : '';
  const length = Math.abs(duration);
  const [unit, size] = WRITTEN.find(([, milliseconds]) => length % milliseconds === 0) ?? ['ms', 1];
  return `${sign}${length / size}${unit}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
