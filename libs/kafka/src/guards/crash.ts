import type { Consumer } from 'kafkajs';
import { failureOf, isTransient } from '../failure.js';

/** What a guard of a consumer needs to end the process. */
export interface ConsumerGuard {
  /** What the consumer does, for the words of the failure. */
  readonly doing: string;
  readonly onFatal: (error: Error) => void;
  /** A monotonic clock, ms. */
  readonly now?: () => number;
}

/** A consumer that crashes and is started again without ever joining its group is given up after this, ms. */
const PATIENCE = 5 * 60_000;

/**
 * Turns into a fatal error what no restart mends: a consumer that died for good, and one restarted in vain for five minutes. kafkajs itself
 * would leave the process up, doing nothing.
 */
export function guardCrashes(consumer: Consumer, guard: ConsumerGuard): void {
  const { doing, onFatal, now = () => performance.now() } = guard;
  let lastAlive = now();
  const alive = () => {
    lastAlive = now();
  };
  consumer.on(consumer.events.GROUP_JOIN, alive);
  consumer.on(consumer.events.FETCH, alive);
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    const cause = causeOf(error);
    if (!restart || !isTransient(cause)) onFatal(failureOf(cause, doing));
    else if (now() - lastAlive > PATIENCE) onFatal(failureOf(cause, `${doing}: no success for five minutes`));
  });
}

function causeOf(error: unknown): Error {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof Error ? causeOf(cause) : (error as Error);
}
