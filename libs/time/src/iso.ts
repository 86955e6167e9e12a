import { DAY, HOUR, MINUTE } from './duration.js';
import type { Instant, Span } from './instant.js';

/** A moment as somebody wrote it: a bare date is 00:00Z of that day. */
export interface ParsedInstant {
  readonly at: Instant;
  readonly precision: 'day' | 'instant';
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const HINT = 'write a date like 2024-01-28 or a time with its zone like 2024-01-28T05:30:00Z';

/** Reads a strict ISO 8601 date, or date and time with a zone; throws an Error that says what is allowed. Finer than a millisecond is cut off. */
export function parseInstant(text: string): ParsedInstant {
  const date = dayOf(text);
  if (date !== undefined) return { at: date, precision: 'day' };
  const match = DATE_TIME.exec(text);
  const day = match ? dayOf(match[1] ?? '') : undefined;
  if (!match || day === undefined) throw new Error(`${quoted(text)} is not an ISO 8601 time: ${HINT}`);
  const [, , hours, minutes, seconds = '0', fraction = '', sign, zoneHours = '0', zoneMinutes = '0'] = match;
  const offset = (Number(zoneHours) * HOUR + Number(zoneMinutes) * MINUTE) * (sign === '-' ? -1 : 1);
  const milliseconds = Number(seconds) * 1_000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  return { at: day + Number(hours) * HOUR + Number(minutes) * MINUTE + milliseconds - offset, precision: 'instant' };
}

/** Reads the instant a question is asked about: a bare date means the end of that day, UTC. */
export function parseAsOf(text: string): Instant {
  const { at, precision } = parseInstant(text);
  return precision === 'day' ? endOfDay(at) : at;
}

/** Reads `2019-12-27/2020-01-08`, both days included: from 00:00Z of the first to 00:00Z after the last. */
export function parseDays(text: string): Span {
  const [first, last, ...more] = text.split('/').map(dayOf);
  if (first === undefined || last === undefined || more.length > 0)
    throw new Error(`${quoted(text)} is not a span of days: write two dates like 2019-12-27/2020-01-08`);
  if (last < first) throw new Error(`${quoted(text)} ends before it begins`);
  return { from: first, to: last + DAY };
}

/** `2024-01-28T12:00:00.000Z`. */
export function iso(at: Instant): string {
  return new Date(at).toISOString();
}

/** `2024-01-28`, UTC. */
export function isoDate(at: Instant): string {
  return iso(at).replace(/T.*$/, '');
}

/** 00:00:00.000Z of the day `at` falls in. */
export function startOfDay(at: Instant): Instant {
  return Math.floor(at / DAY) * DAY;
}

/** 23:59:59.999Z of the day `at` falls in. */
export function endOfDay(at: Instant): Instant {
  return startOfDay(at) + DAY - 1;
}

function dayOf(text: string): Instant | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(2000, month - 1, day));
  // Date.UTC takes years below 100 for those of the last century.
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
