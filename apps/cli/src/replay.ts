import type { Config } from '@barometer/config';
import type { Desk, Pending } from '@barometer/desk';
import type { TimedEntry } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import { deskWith } from './definition.js';

/** One config folded over a history, as live does: the config has journal place 0, the first line 1. */
export class Replay {
  readonly desk: Desk;
  private place = 0;

  constructor(config: Config) {
    this.desk = deskWith(config);
  }

  /** Folds one entry and answers what came out. */
  step(entry: TimedEntry): readonly Pending[] {
    this.place += 1;
    this.desk.step(entry, this.place);
    return this.desk.takePending();
  }

  /** Lets fall due what does up to the instant. */
  advance(to: Instant): readonly Pending[] {
    if (to > this.desk.now) this.desk.advance(to);
    return this.desk.takePending();
  }
}

/** Entries recorded up to the instant, all without one: what came later was not known then. */
export async function* upTo(entries: AsyncIterable<TimedEntry>, until?: Instant): AsyncIterable<TimedEntry> {
  for await (const entry of entries) {
    if (until !== undefined && entry.recorded > until) return;
    yield entry;
  }
}

/** Every transition of a config over a history, up to the instant. */
export async function* replay(
  config: Config,
  entries: AsyncIterable<TimedEntry>,
  until?: Instant,
): AsyncIterable<Pending> {
  const fold = new Replay(config);
  for await (const entry of upTo(entries, until)) yield* fold.step(entry);
  if (until !== undefined) yield* fold.advance(until);
}

/** A desk as known at the instant, or at the end of the history. */
export async function deskAsKnown(config: Config, entries: AsyncIterable<TimedEntry>, at?: Instant): Promise<Desk> {
  const fold = new Replay(config);
  for await (const entry of upTo(entries, at)) fold.step(entry);
  if (at !== undefined) fold.advance(at);
  return fold.desk;
}
