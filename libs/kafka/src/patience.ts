import { StoreFailure } from '@barometer/store';
import type { KafkaLog } from './settings.js';

/** How long a cluster that does not answer is asked again at the start, ms. */
const PATIENCE = 60_000;
const PAUSE = 500;

/** Does the work again while nobody answers: a start during a broker's restart waits for it. Any other failure is thrown at once. */
export async function patiently<T>(log: KafkaLog, work: () => Promise<T>, patience = PATIENCE): Promise<T> {
  for (const until = performance.now() + patience; ;) {
    try {
      return await work();
    } catch (error) {
      const away = error instanceof StoreFailure && error.code === 'unreachable';
      if (!away || performance.now() > until) throw error;
      log.info({ failure: error.message }, 'the cluster does not answer yet; asking again');
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}
