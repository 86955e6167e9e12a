import { DAY } from './duration.js';
import type { Instant, Span } from './instant.js';

/** A moment as somebody wrote it: a bare date is 00:00Z of that day. */
export interface ParsedInstant {
  readonly at: Instant;
  readonly precision: 'day' | 'instant';
}

const DAY_TEXT = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const CLOCK_TEXT = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
const DATE = new RegExp(`^${DAY_TEXT}$`);
const DATE_TIME = new RegExp(`^${DAY_TEXT}T${CLOCK_TEXT}$`);
const HINT = 'write a date like 2024-01-28 or a time with its zone like 2024-01-28T05:30:00Z';

/** Reads a strict ISO 8601 date, or date and time with a zone; throws an Error that says what is allowed. Finer than a millisecond is cut off. */
export function parseInstant(text: string): ParsedInstant {
  const precision = DATE_TIME.test(text) ? 'instant' : 'day';
  const at = precision === 'instant' || DATE.test(text) ? parseWellFormed(text) : Number.NaN;
  if (Number.isNaN(at)) throw new Error(`${quoted(text)} is not an ISO 8601 time: ${HINT}`);
  return { at, precision };
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
  const at = DATE.test(text) ? parseWellFormed(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** Not a number for a day that never was: `Date` takes 30 February for 1 March. */
function parseWellFormed(text: string): number {
  const day = Number(text.slice(8, 10));
  const exists = day < 29 || new Date(text.slice(0, 10)).getUTCDate() === day;
  return exists ? Date.parse(text) : Number.NaN;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
