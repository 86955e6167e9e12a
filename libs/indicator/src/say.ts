import { DAY, formatDuration, isoDate, type Duration, type Instant } from '@barometer/time';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LENGTHS: ReadonlyMap<string, string> = new Map([
  ['d', 'day'],
  ['h', 'hour'],
  ['m', 'minute'],
  ['s', 'second'],
]);

/** `7 days`, `36 hours`; for lengths that are no whole seconds `1500ms`. */
export function inDays(length: Duration): string {
  const [, number, unit] = /^(\d+)([dhms])$/.exec(formatDuration(length)) ?? [];
  const word = LENGTHS.get(unit ?? '');
  return word ? `${number} ${word}${number === '1' ? '' : 's'}` : formatDuration(length);
}

/** `8 Jan 2020`, UTC. */
export function inWords(at: Instant): string {
  const [year, month, day] = isoDate(at).split('-').map(Number);
  return `${day} ${MONTHS[month! - 1]} ${year}`;
}

/** `1 of attacks on us`, `3 attacks on us`: a number before the words for what is counted. */
export function plural(number: number, of: string): string {
  return `${number} ${of}`;
}

/** Days with at most one decimal: `5 days`, `1 day`, `2.5 days`. */
export function days(number: number): string {
  const rounded = Math.round(number * 10) / 10;
  return `${rounded} day${rounded === 1 ? '' : 's'}`;
}

/** Milliseconds as days. */
export function toDays(length: Duration): number {
  return length / DAY;
}
