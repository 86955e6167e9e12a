import { InvalidArgumentError } from 'commander';
import { parseAsOf, parseDuration, type Duration, type Instant } from '@barometer/time';

/** Reads an option's time; a bare date is the end of that day, UTC. */
export function asTime(text: string): Instant {
  return told(() => parseAsOf(text));
}

/** Reads `T` or `T,T,…` into ascending order. */
export function asTimes(text: string): readonly Instant[] {
  return text
    .split(',')
    .map((one) => asTime(one.trim()))
    .sort((a, b) => a - b);
}

/** Reads `1d`; at least a second. */
export function asStep(text: string): Duration {
  const step = told(() => parseDuration(text));
  if (step < 1_000) throw new InvalidArgumentError('the shortest step is 1s.');
  return step;
}

function told<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}
