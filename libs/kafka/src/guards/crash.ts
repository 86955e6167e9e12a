import { StoreFailure } from '@barometer/store';
import type { Consumer } from 'kafkajs';

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
 * Turns a consumer that died for good, and one that has been restarted in vain for five minutes, into one fatal error: kafkajs itself would
 * leave the process up, doing nothing.
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
    if (!restart) onFatal(cause instanceof StoreFailure ? cause : gaveUp(doing, cause));
    else if (now() - lastAlive > PATIENCE) onFatal(gaveUp(`${doing}: no success for five minutes`, cause));
  });
}

function causeOf(error: unknown): Error {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof Error ? causeOf(cause) : (error as Error);
}

const gaveUp = (doing: string, cause: Error): StoreFailure =>
  new StoreFailure('unreachable', `${doing}: ${cause.message}`, { cause });
