import type { Transition } from '@barometer/alert';
import type { Instant } from '@barometer/time';

/** Transitions of one watch with one cause, for one receiver. */
export interface Notice {
  /** Deterministic: from receiver, watch, cause and alert ids. */
  readonly id: string;
  readonly receiver: string;
  readonly watch: string;
  /** Highest level first; ties by rule name. */
  readonly transitions: readonly Transition[];
  readonly kind: 'alert' | 'daily' | 'still open' | 'test';
  readonly history: boolean;
  /** When it was planned, by the fold's now. */
  readonly at: Instant;
}

/** One labelled line group of a message: `Level`, `What`, `When`, `Toll`, `Who`, `Why`, `Without`, `Context`, `Blind?`, `Ack`, `Act`. */
export interface MessageRow {
  readonly label: string;
  readonly lines: readonly string[];
}

/** What a receiver is told, as plain values: channels lay out and escape, and never phrase. */
export interface Message {
  /** Without `Re:`; no number that can be revised; unchanged while the level is. */
  readonly subject: string;
  /** What changed, under 90 characters: first line and HTML preheader. */
  readonly first: string;
  readonly level: string | null;
  readonly tone: 'alarm' | 'easing';
  readonly rows: readonly MessageRow[];
  /** Below the fold: p-values, hashes, exact figures. */
  readonly below: readonly MessageRow[];
  /** The page of the alert. */
  readonly link: string;
  readonly history: boolean;
  /** The transition whose reading the chart shows. */
  readonly chartOf?: Transition;
}

/** Threading for one recipient's mails: RFC 5322 ids without angle brackets. */
export interface Thread {
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
}
