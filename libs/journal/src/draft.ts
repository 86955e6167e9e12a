import type { Instant } from '@barometer/time';
import type { HeartbeatEntry, RevisionEntry } from './entry.js';

/** A report or a sign of life as text, but for its time of recording: it outlives the many objects it was made of. */
export interface Draft {
  readonly type: 'revision' | 'heartbeat';
  /** What follows the time of recording in its line. */
  readonly rest: string;
}

type Undated<E extends RevisionEntry | HeartbeatEntry> = Omit<E, 'recorded'>;

/** What will be an entry of the journal once it is recorded. */
export function draftOf({ type, ...rest }: Undated<RevisionEntry> | Undated<HeartbeatEntry>): Draft {
  return { type, rest: JSON.stringify(rest).slice(1) };
}

/** The draft recorded at a time: the text that `encodeEntry` gives for the same entry. */
export function recordedAt({ type, rest }: Draft, recorded: Instant): string {
  return `{"type":"${type}","recorded":${recorded},${rest}`;
}
