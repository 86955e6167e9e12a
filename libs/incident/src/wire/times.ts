import { HOUR, MINUTE, SECOND, parseInstant, startOfDay, type Instant, type ParsedInstant } from '@barometer/time';
import type { Sha256 } from '../identity.js';
import { AHEAD, EARLIEST, LEAST_MILLISECONDS } from './limits.js';
import { Unusable } from './reasons.js';
import { shown } from './safe-text.js';
import type { WireTime } from './schema.js';

/** What reading a document depends on. */
export interface ReadContext {
  readonly now: Instant;
  readonly mode: 'live' | 'history';
  /** The line's place in its file, from 1. */
  readonly place: number;
  readonly sha256?: Sha256 | undefined;
}

/** A time that has passed. */
export function pastTime(value: WireTime, path: string, context: ReadContext): ParsedInstant {
  const parsed = anyTime(value, path);
  if (parsed.at > context.now + AHEAD) throw new Unusable('time_in_future', path, `${shown(value)} lies in the future`);
  return parsed;
}

/** A time that may lie ahead, such as a deadline. */
export function anyTime(value: WireTime, path: string): ParsedInstant {
  const parsed = typeof value === 'number' ? fromNumber(value, path) : fromText(value, path);
  if (parsed.at < EARLIEST) throw new Unusable('time_before_1900', path, `${shown(value)} is before 1900`);
  return parsed;
}

/** When something was reported: a date without an hour is 12:00Z plus the line's place in seconds (live: at most now). */
export function reportTime({ at, precision }: ParsedInstant, context: ReadContext): ParsedInstant {
  if (precision === 'instant') return { at, precision };
  const noon = startOfDay(at) + 12 * HOUR;
  if (context.mode === 'live') return { at: Math.max(at, Math.min(noon, context.now)), precision };
  return { at: noon + Math.min(context.place * SECOND, 12 * HOUR - MINUTE), precision };
}

function fromText(value: string, path: string): ParsedInstant {
  try {
    return parseInstant(value);
  } catch {
    const hint = 'write a date like 2024-01-28 or a time with its zone like 2024-01-28T05:30:00Z';
    throw new Unusable('bad_time', path, `${shown(value)} is not an ISO 8601 time: ${hint}`);
  }
}

function fromNumber(value: number, path: string): ParsedInstant {
  if (!Number.isSafeInteger(value))
    throw new Unusable('bad_time', path, `${value} is not a whole number of milliseconds since 1970`);
  if (Math.abs(value) < LEAST_MILLISECONDS)
    throw new Unusable(
      'seconds_for_milliseconds',
      path,
      `${value} looks like seconds: send milliseconds or ISO 8601 text`,
    );
  return { at: value, precision: 'instant' };
}
