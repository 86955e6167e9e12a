import type { Duration, Instant } from '@barometer/time';
import type { Message, Notice, Thread } from './message/message.js';

/** What a channel is handed: everything an attempt needs. */
export interface Outgoing {
  readonly notice: Notice;
  readonly message: Message;
  readonly recipient: string;
  /** The same for every attempt: `webhook-id`, base of the Message-ID. */
  readonly key: string;
  readonly thread: Thread;
  /** The instant of this attempt, wall time. */
  readonly at: Instant;
  /** SVG of the reading, where one could be drawn. */
  readonly chart?: string;
}

/**
 * A channel tries once and says how it went; only the notifier loops. `retry`: later it may work; `blocked`: the way there is wrong whatever
 * the message, until somebody mends a password, an address, a certificate; `refused`: this message is not taken. `why` holds no secret.
 */
export type Outcome =
  | { readonly is: 'accepted'; readonly reply: string }
  | { readonly is: 'retry'; readonly why: string; readonly after?: Duration }
  | { readonly is: 'blocked'; readonly why: string }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'gone'; readonly why: string };

/** One way to reach people; every adapter passes the contract test in `@barometer/notice/testing`. */
export interface Channel {
  readonly name: string;
  send(outgoing: Outgoing, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}
