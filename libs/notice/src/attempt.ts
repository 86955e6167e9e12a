import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { DAY, HOUR, MINUTE, SECOND, type Duration, type Instant } from '@barometer/time';

/** How long a channel's deliveries wait between attempts and when they are given up. */
export interface RetryPolicy {
  /** Longest waits before the 2nd, 3rd … attempt; the last one repeats. */
  readonly waits: readonly Duration[];
  /** Share of a wait that is left to chance: 1 is full jitter. */
  readonly jitter: number;
  /** After this long since planning no further attempt is made. */
  readonly expiry: Duration;
}

/** A receiver's `Retry-After` is honoured up to this. */
export const LONGEST_RETRY_AFTER: Duration = HOUR;

const doubling = Array.from({ length: 10 }, (_, i) => Math.min(SECOND * 2 ** i, 5 * MINUTE));
const BY_CHANNEL: Readonly<Record<string, RetryPolicy>> = {
  // A greylisting server wants the same mail again after a minute or more: of these waits only a quarter is left to chance.
  email: { waits: [MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE], jitter: 0.25, expiry: 3 * DAY },
  webhook: { waits: doubling, jitter: 1, expiry: DAY },
};

/** The policy of a channel by its name; unknown ones wait like webhooks. */
export function retryPolicy(channel: string): RetryPolicy {
  return Object.hasOwn(BY_CHANNEL, channel) ? BY_CHANNEL[channel]! : BY_CHANNEL['webhook']!;
}

/** The policy while the way to a channel is blocked: few enough attempts for an account that locks, until it would be given up as well. */
export function blockedPolicy(channel: string): RetryPolicy {
  return { waits: [10 * SECOND, MINUTE, 5 * MINUTE], jitter: 0.25, expiry: retryPolicy(channel).expiry };
}

/** What is known of a delivery that was put off. */
export interface AttemptHistory {
  /** Idempotency key: the seed of the jitter. */
  readonly key: string;
  /** Attempts made so far, at least 1. */
  readonly attempts: number;
  readonly planned: Instant;
  /** Instant of the last attempt. */
  readonly last: Instant;
  /** What the receiver asked for. */
  readonly retryAfter?: Duration;
}

/** The next attempt's instant; `undefined` where it would come after the deadline: the delivery has expired. */
export function after(history: AttemptHistory, policy: RetryPolicy): Instant | undefined {
  const longest = policy.waits[Math.min(history.attempts, policy.waits.length) - 1] ?? 0;
  const drawn = longest * (1 - policy.jitter * chance(`${history.key}\n${history.attempts}`));
  const asked = Math.min(history.retryAfter ?? 0, LONGEST_RETRY_AFTER);
  const next = history.last + Math.round(Math.max(drawn, asked));
  return next > history.planned + policy.expiry ? undefined : next;
}

/** A number in [0, 1) drawn from a text: the same on every machine. */
function chance(text: string): number {
  const bytes = sha256(utf8ToBytes(text));
  return (bytes[0]! * 65_536 + bytes[1]! * 256 + bytes[2]!) / 16_777_216;
}
