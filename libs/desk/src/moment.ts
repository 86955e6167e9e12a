import { refOf } from '@barometer/incident';
import { entryHash, type Entry } from '@barometer/journal';
import { iso, type Instant } from '@barometer/time';
import type { Moment } from '@barometer/watch';

/** The moment of something falling due. */
export function dueMoment(at: Instant, history: boolean): Moment {
  const cause = `due ${iso(at)}`;
  return { at, cause: () => cause, because: 'due', history };
}

/** The moment of an entry: what names it is made only when something comes out. */
export class EntryMoment implements Moment {
  private hash: string | undefined;

  constructor(
    private readonly entry: Entry,
    readonly at: Instant,
    readonly because: Moment['because'],
    readonly history: boolean,
  ) {}

  cause(): string {
    return (this.hash ??= entryHash(this.entry));
  }

  /** The incident whose revision this is, where that is what changed. */
  get causedBy(): string | undefined {
    const { entry, because } = this;
    const told = because === 'incident' || because === 'revision';
    return told && entry.type === 'revision' ? refOf(entry.revision) : undefined;
  }
}
