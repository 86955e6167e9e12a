import type { FeedState } from '@barometer/alert';
import type { Alike, Facets, Incident } from '@barometer/incident';
import { DAY, iso, parseInstant, type Instant } from '@barometer/time';
import type { FeedDefinition } from './definition.js';
import { feedOf } from './feed-of.js';

/** When it is asked, and before when history was lost. */
export interface AskedAt {
  readonly at: Instant;
  readonly lostBefore?: Instant | undefined;
}

/** How many incidents of each feed a watch has matched, by UTC day of occurrence; a published total is no incident. */
export class Itemised {
  private readonly days = new Map<string, Map<number, number>>();

  constructor(private readonly feeds: readonly FeedDefinition[]) {}

  put(incident: Incident): void {
    this.add(incident, 1);
  }

  /** Takes in incidents at rest; none is a published total. */
  rest({ facets, incidents }: Alike): void {
    for (const feed of this.feedsOf(facets)) {
      const days = this.daysOf(feed);
      for (const { occurredFrom } of incidents) count(days, dayOf(occurredFrom), 1);
    }
  }

  remove(incident: Incident): void {
    this.add(incident, -1);
  }

  /** The feeds with what those alive have itemised since their present coverage began, and since which day there is any. */
  tell(states: readonly FeedState[], asked: AskedAt): readonly FeedState[] {
    return states.map((state) => {
      const itemised = state.state === 'alive' ? this.since(state, asked) : undefined;
      return itemised ? { ...state, itemised } : state;
    });
  }

  private since(state: FeedState, { at, lostBefore = -Infinity }: AskedAt): FeedState['itemised'] {
    const from = Math.max(this.coveredFrom(state, at), lostBefore);
    let [count, first] = [0, Infinity];
    for (const [day, incidents] of this.days.get(state.feed) ?? []) {
      if (day < dayOf(from) || day > dayOf(at)) continue;
      count += incidents;
      first = Math.min(first, day);
    }
    return count === 0 ? undefined : { count, since: iso(first * DAY) };
  }

  /** The declared span that was last entered, else the time alive. */
  private coveredFrom({ feed, since }: FeedState, at: Instant): Instant {
    const covers = this.feeds.find(({ name }) => name === feed)?.covers;
    const alive = since === undefined ? -Infinity : parseInstant(since).at;
    if (!covers) return alive;
    return Math.max(-Infinity, ...covers.map(({ from }) => from).filter((from) => from <= at));
  }

  private add({ facets, revision }: Incident, by: 1 | -1): void {
    if (revision.counter) return;
    const day = dayOf(revision.occurredFrom);
    for (const feed of this.feedsOf(facets)) count(this.daysOf(feed), day, by);
  }

  private feedsOf({ dataset: [first, ...more] }: Facets): Iterable<string> {
    if (first === undefined) return [];
    if (more.length === 0) return [feedOf(this.feeds, first)];
    return new Set([first, ...more].map((dataset) => feedOf(this.feeds, dataset)));
  }

  private daysOf(feed: string): Map<number, number> {
    let days = this.days.get(feed);
    if (!days) this.days.set(feed, (days = new Map<number, number>()));
    return days;
  }
}

function count(days: Map<number, number>, day: number, by: 1 | -1): void {
  const incidents = (days.get(day) ?? 0) + by;
  if (incidents === 0) days.delete(day);
  else days.set(day, incidents);
}

const dayOf = (at: Instant): number => Math.floor(at / DAY);
