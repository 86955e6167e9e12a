import { passes, type Sleep } from '@barometer/service';
import type { Duration } from '@barometer/time';

/** Whether the work was done in time: no where the store does not answer so soon, or fails in a way that passes. Throws any other failure. */
export async function doneWithin(wait: Duration, work: Promise<unknown>, sleep: Sleep): Promise<boolean> {
  const over = new AbortController();
  const late = sleep(wait, over.signal).then(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } catch (error) {
    if (passes(error)) return false;
    throw error;
  } finally {
    over.abort();
  }
}
