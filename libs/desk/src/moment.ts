import { entryHash, type Entry } from '@barometer/journal';
import { iso, type Instant } from '@barometer/time';
import type { Moment } from '@barometer/watch';

/** The moment of something falling due. */
export function dueMoment(at: Instant, history: boolean): Moment {
  const cause = `due ${iso(at)}`;
  return { at, cause: () => cause, because: 'due', history };
}

/** The moment of an entry; its hash is made only when something comes out. */
export function entryMoment(
  entry: Entry,
  at: Instant,
  because: Moment['because'],
  history: boolean,
  causedBy?: string,
): Moment {
  let hash: string | undefined;
  return { at, cause: () => (hash ??= entryHash(entry)), because, causedBy, history };
}
