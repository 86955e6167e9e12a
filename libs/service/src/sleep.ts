import type { Duration } from '@barometer/time';

/** Waits, or less when the signal aborts; never rejects. */
export type Sleep = (wait: Duration, signal: AbortSignal) => Promise<void>;

/** The longest wait a timer of the runtime can hold. */
const LONGEST = 2 ** 31 - 1;

/** Waits on a timer of the runtime. */
export const timerSleep: Sleep = (wait, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(Math.max(wait, 0), LONGEST));
    signal.addEventListener('abort', done, { once: true });
  });
