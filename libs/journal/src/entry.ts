import type { Revision } from '@barometer/incident';
import type { Instant } from '@barometer/time';

/** A report taken in. */
export interface RevisionEntry {
  readonly type: 'revision';
  readonly recorded: Instant;
  readonly revision: Revision;
  /** Set on every line of an import: history by its place, before the first live entry. */
  readonly imported?: true;
}

/** A feed's sign of life: it speaks for the time up to `at`. */
export interface HeartbeatEntry {
  readonly type: 'heartbeat';
  readonly recorded: Instant;
  readonly feed: string;
  readonly at: Instant;
  readonly imported?: true;
}

/** Moves now when the journal has been quiet; changes no transition. */
export interface TickEntry {
  readonly type: 'tick';
  readonly recorded: Instant;
}

/** What is watched, every default written out; it has a place but no time. `replaces` names the hash of the definition before it. */
export interface ConfigEntry {
  readonly type: 'config';
  readonly engine: string;
  readonly hash: string;
  readonly replaces: string | null;
  /** Opaque here; each owner parses its part. */
  readonly definition: unknown;
}

export interface Acknowledge {
  readonly kind: 'acknowledge';
  readonly alertId: string;
  readonly by: string;
  readonly note?: string;
}

/** Matches a transition when every given field equals one of its values; `watch`, `rule`, `series`, `alertId`, `level`. */
export type Matchers = Readonly<Record<string, readonly string[]>>;

/** Holds notices back until `until`; a rise in level breaks through. */
export interface Silence {
  readonly kind: 'silence';
  readonly id: string;
  readonly matchers: Matchers;
  readonly reason: string;
  readonly by: string;
  readonly from: Instant;
  readonly until: Instant;
}

export interface EndSilence {
  readonly kind: 'end silence';
  readonly id: string;
  readonly by: string;
}

export type Act = Acknowledge | Silence | EndSilence;

/** Something an operator did; `wall` is the operator's wall time, kept as data. */
export interface ActEntry {
  readonly type: 'act';
  readonly recorded: Instant;
  readonly wall: Instant;
  readonly act: Act;
}

/** Closes the import of history; `recorded` is the last line's. */
export interface ImportEndedEntry {
  readonly type: 'import ended';
  readonly recorded: Instant;
}

export type Entry = RevisionEntry | HeartbeatEntry | TickEntry | ConfigEntry | ActEntry | ImportEndedEntry;

/** Every entry that has a time; only a config entry has none. */
export type TimedEntry = Exclude<Entry, ConfigEntry>;
