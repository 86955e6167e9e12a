import type { FeedState, LinkedStatements } from '@barometer/alert';
import type { Gazetteer } from '@barometer/gazetteer';
import type { Incident } from '@barometer/incident';
import type { Coverage } from '@barometer/indicator';
import type { Instant } from '@barometer/time';

/** What a watch sees of the desk around it, as it stands at the moment of looking. */
export interface Surroundings {
  readonly coverage: Coverage;
  readonly feeds: readonly FeedState[];
  /** One of the watch's feeds is silent. */
  readonly frozen: boolean;
  /** History was lost: what was reported before `before` is not known, and readings are provisional before `until`. */
  readonly lost?: { readonly before: Instant; readonly until: Instant };
  readonly gazetteer: Gazetteer;
  incident(id: string): Incident | undefined;
  /** What other reports claim or deny of an incident by linking to it. */
  statements(incident: Incident): LinkedStatements;
}

/** The cause under which a watch looks: everything that comes out at one moment shares it. */
export interface Moment {
  readonly at: Instant;
  /** The causing entry's content hash, or `due ` and the instant; asked for only when something comes out. */
  readonly cause: () => string;
  readonly causedBy?: string;
  /** A due instant, an incident that is new, a revision of a known one, a sign of a feed, a changed definition, or lost history. */
  readonly because: 'due' | 'incident' | 'revision' | 'feed' | 'definition' | 'loss';
  readonly history: boolean;
}
