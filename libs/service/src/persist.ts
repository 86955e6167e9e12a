import { StoreFailure, type StoreFailureCode } from '@barometer/store';
import { SECOND } from '@barometer/time';
import type { Sleep } from './sleep.js';

/** Failures that go by: nobody answers for now, no answer came, or there is no space until somebody makes some. */
const PASSING: ReadonlySet<StoreFailureCode> = new Set(['unreachable', 'unsure', 'full']);
const BETWEEN = SECOND;
/** Tries after which somebody has to look. */
const PATIENCE = 30;

/** Whether what failed may succeed later as it is; after `unsure` it may have been done already. */
export function passes(error: unknown): boolean {
  return error instanceof StoreFailure && PASSING.has(error.code);
}

/** What persisting takes. */
export interface Persisting {
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  readonly logger: {
    info(facts: object, words: string): void;
    warn(facts: object, words: string): void;
    error(facts: object, words: string): void;
  };
}

/**
 * Does what is harmless to do twice, again and again while the store fails in a way that passes; says so once, again when it lasts,
 * and when it is over. Throws any other failure, and the last one once the signal aborts.
 */
export async function persist<T>(work: () => Promise<T>, { sleep, signal, logger }: Persisting): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await work();
      if (tries > 1) logger.info({ tries }, 'the store does its work again');
      return answer;
    } catch (error) {
      if (!passes(error) || signal.aborted) throw error;
      const facts = { failure: (error as Error).message };
      if (tries === 1) logger.warn(facts, 'the store failed; trying again until it does its work');
      if (tries === PATIENCE) logger.error(facts, 'the store keeps failing; still trying');
      await sleep(BETWEEN, signal);
    }
  }
}
