import type { Transition } from '@barometer/alert';
import type { Root } from './thread.js';

/** A transition with its places: offset in the log `alerts`, and the journal entry at which it came out. */
export interface Placed {
  readonly transition: Transition;
  readonly offset: number;
  readonly place: number;
  /** When the assessor wrote it. */
  readonly writtenAt?: string;
}

/** Who acknowledged an alert: shown to all, it holds nothing back. */
export interface Acknowledged {
  readonly by: string;
  readonly at: string;
  readonly note?: string;
}

/** An open alert as receivers know it. */
export interface KnownAlert {
  readonly last: Placed;
  /** Highest rank it ever stood at. */
  readonly peak: number;
  /** When it came to the level it has. */
  readonly levelSince: string;
  /** Place, what and where of the subject: settled when the level is, so that a thread's subject stands still. */
  readonly about: string;
  /** Newest revision told of each contributing record. */
  readonly revisions: Readonly<Record<string, number>>;
  /** First notice by receiver. */
  readonly roots: Readonly<Record<string, Root>>;
  /** Receivers from whom a silence keeps news of it. */
  readonly withheld: readonly string[];
  readonly ack?: Acknowledged;
}
