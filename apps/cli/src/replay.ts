import type { Config } from '@barometer/config';
import type { Pending } from '@barometer/desk';
import type { TimedEntry } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import { deskWith } from './definition.js';

/** Folds a history as live does and gives each transition with its journal place; entries after `until` are not taken. */
export async function* replay(
  config: Config,
  entries: AsyncIterable<TimedEntry>,
  until?: Instant,
): AsyncIterable<Pending> {
  const desk = deskWith(config);
  let place = 0;
  for await (const entry of entries) {
    if (until !== undefined && entry.recorded > until) break;
    place += 1;
    desk.step(entry, place);
    yield* desk.takePending();
  }
  if (until !== undefined) desk.advance(until);
  yield* desk.takePending();
}
