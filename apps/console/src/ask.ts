import { BadRequestException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import type { RuleDefinition } from '@barometer/alert';
import type { WatchDefinition } from '@barometer/watch';
import { TooManyLooks } from './desk-cache.js';
import { BadInstant, type AsKnown } from './views/as-known.js';
import type { Room } from './views/room.js';

/** The desk a request asks for by `at`; 400 where that cannot be read, 503 while too many are looked back at. */
export async function lookAt(room: Room, at: unknown): Promise<AsKnown> {
  try {
    return await room.look(typeof at === 'string' && at !== '' ? at : undefined);
  } catch (error) {
    if (error instanceof BadInstant) throw new BadRequestException(error.message);
    if (error instanceof TooManyLooks) throw new ServiceUnavailableException(error.message);
    throw error;
  }
}

/** The value, or 404 with the message. */
export function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new NotFoundException(message);
  return value;
}

/** What the store answered, or 503 where it did not. */
export function answered<T>(value: T | undefined): T {
  if (value === undefined) throw new ServiceUnavailableException('the store does not answer; ask again');
  return value;
}

/** The value, or 404 with the message; 503 where it may be among what could not be read. */
export function foundBy<T>(known: AsKnown, value: T | undefined, message: string): T {
  return known.behind ? answered(value) : found(value, message);
}

/** The watch of that name as known, or 404. */
export function watchOf(known: AsKnown, name: unknown): WatchDefinition {
  return found(
    known.desk.definition?.watches.find((watch) => watch.name === name),
    'no such watch',
  );
}

/** The rule of that name in a watch, or 404. */
export function ruleOf(watch: WatchDefinition, name: unknown): RuleDefinition {
  return found(
    watch.rules.find((rule) => rule.name === name),
    'no such rule in this watch',
  );
}

/** A whole number from 1 to `most`, `usual` where none is asked for, or 400. */
export function countOf(
  value: unknown,
  name: string,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  if (value === undefined || value === '') return usual;
  const number = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > most) throw new BadRequestException(`${name} is a number from 1 to ${most}`);
  return number;
}
