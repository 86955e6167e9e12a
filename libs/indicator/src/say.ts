import { DAY, formatDuration, isoDate, type Duration, type Instant } from '@barometer/time';
import type { Baseline } from './reading.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LENGTHS: ReadonlyMap<string, string> = new Map([
  ['d', 'day'],
  ['h', 'hour'],
  ['m', 'minute'],
  ['s', 'second'],
]);

/** `7 days`, `36 hours`; lengths that are no whole seconds as `1500ms`. */
export function inDays(length: Duration): string {
  const [, number, unit] = /^(\d+)([dhms])$/.exec(formatDuration(length)) ?? [];
  const word = LENGTHS.get(unit ?? '');
  return word ? `${number} ${word}${number === '1' ? '' : 's'}` : formatDuration(length);
}

/** A number of days with at most one decimal: `1 day`, `5 days`, `2.5 days`. */
export function daysLong(number: number): string {
  const rounded = Math.round(number * 10) / 10;
  return `${rounded} day${rounded === 1 ? '' : 's'}`;
}

/** `8 Jan 2020`, UTC. */
export function inWords(at: Instant): string {
  const [year, month, day] = isoDate(at).split('-').map(Number);
  return `${day} ${MONTHS[month! - 1]} ${year}`;
}

/** A number before the words for what is counted: `no attacks`, `1 attack`, `3 attacks on us`. */
export function amount(number: number, of: string): string {
  if (number === 0) return `no ${of}`;
  return `${number} ${number === 1 ? one(of) : of}`;
}

/** The first word, else the last, in the singular where it is a plain plural: `attacks on us` → `attack on us`. */
export function one(of: string): string {
  const first = of.replace(/^(\w{2,}[^\Wsui])s\b/, '$1');
  return first === of ? of.replace(/(\w{2,}[^\Wsui])s$/, '$1') : first;
}

/** What the baseline comes to in a window of that length: `none`, `0.3 a week`, `3.2 in 10 days`. */
export function perPeriod({ k, days }: Baseline, window: Duration): string {
  if (k === 0) return 'none';
  const usual = ((k / days) * window) / DAY;
  const shown = usual < 10 ? usual.toFixed(1) : String(Math.round(usual));
  return `${shown} ${PERIODS.get(window) ?? `in ${inDays(window)}`}`;
}

const PERIODS: ReadonlyMap<Duration, string> = new Map([
  [DAY, 'a day'],
  [7 * DAY, 'a week'],
]);

/** A chance as a frequency: `about 1 in 8,000`, `about 7 in 10`, `almost always`. */
export function oneIn(p: number): string {
  if (p >= 0.95) return 'almost always';
  if (p >= 0.5) return `about ${Math.round(p * 10)} in 10`;
  const times = 1 / p;
  if (!Number.isFinite(times) || times > 1e9) return 'less than 1 in 1,000,000,000';
  const digits = Math.max(0, Math.floor(Math.log10(times)) - 1);
  const rounded = Math.round(times / 10 ** digits) * 10 ** digits;
  return `about 1 in ${String(rounded).replace(/\B(?=(\d{3})+$)/g, ',')}`;
}

/** A field that holds a date, in words. */
export function dayOf(date: unknown): string {
  const at = Date.parse(String(date));
  return Number.isNaN(at) ? String(date) : inWords(at);
}
