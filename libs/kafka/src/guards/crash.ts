import type { Consumer } from 'kafkajs';
import { failureOf, isTransient, isUnknownTopic } from '../failure.js';

/** What a guard of a consumer needs to end the process. */
export interface ConsumerGuard {
  /** What the consumer does, for the words of the failure. */
  readonly doing: string;
  readonly onFatal: (error: Error) => void;
  /** A monotonic clock, ms. */
  readonly now?: () => number;
}

/** A consumer that is restarted in vain for this long is given up, ms. */
const PATIENCE = 5 * 60_000;
/** A broker that has just started does not know its topics for a moment, ms. */
const UNKNOWN = 10_000;

/**
 * Turns into a fatal error what no restart mends: a consumer that died for good, whose topic is gone, or that was restarted in vain for five
 * minutes. kafkajs itself would leave the process up, doing nothing.
 */
export function guardCrashes(consumer: Consumer, guard: ConsumerGuard): void {
  const { doing, onFatal, now = () => performance.now() } = guard;
  let lastFetch = now();
  consumer.on(consumer.events.FETCH, () => {
    lastFetch = now();
  });
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    const cause = causeOf(error);
    if (restart && now() - lastFetch < patienceWith(cause)) return;
    onFatal(failureOf(cause, doing));
  });
}

function patienceWith(cause: Error): number {
  if (isUnknownTopic(cause)) return UNKNOWN;
  return isTransient(cause) ? PATIENCE : 0;
}

function causeOf(error: unknown): Error {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof Error ? causeOf(cause) : (error as Error);
}
