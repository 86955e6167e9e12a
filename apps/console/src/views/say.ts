import { iso, zonedTime, type Instant } from '@barometer/time';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `29 Jan 2024`, UTC. */
export function sayDate(at: Instant): string {
  const [year, month, day] = iso(at).slice(0, 10).split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** `29 Jan 2024 23:59 UTC`. */
export function sayTime(at: Instant): string {
  return `${sayDate(at)} ${iso(at).slice(11, 16)} UTC`;
}

/** `29 Jan 2024 23:59 UTC (2024-01-30 02:59 +03:00 Asia/Baghdad)`; UTC alone where the zone is UTC. */
export function sayBoth(at: Instant, zone: string | undefined): string {
  if (zone === undefined || zone === 'UTC') return sayTime(at);
  return `${sayTime(at)} (${zonedTime(at, zone)} ${zone})`;
}

/** `1 alert`, `3 alerts`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const QUALIFIED: Readonly<Record<string, string>> = {
  at_least: 'at least ',
  more_than: 'more than ',
  approximately: 'about ',
  up_to: 'up to ',
};

/** `at least 34`, `more than 40`, `3`. */
export function sayNumber(value: number, qualifier: string | undefined): string {
  return `${QUALIFIED[qualifier ?? ''] ?? ''}${value}`;
}

/** A figure rounded for reading: whole numbers as they are, small ones to two digits that count. */
export function sayFigure(value: number | boolean | string): string {
  if (typeof value !== 'number') return String(value);
  if (value === Infinity) return 'ever';
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
}

/** An identifier of the schema in words: `one_way_drone` → `one-way drone`. */
export function sayWord(identifier: string): string {
  return identifier.replaceAll('_', ' ').replace(/^one way /, 'one-way ');
}
