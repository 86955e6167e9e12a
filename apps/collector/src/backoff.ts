import { setTimeout as wait } from 'node:timers/promises';
import { SECOND, type Duration } from '@barometer/time';

/** Waits that double from the first to the longest, until something worked. */
export class Backoff {
  private current: Duration;

  constructor(
    private readonly first: Duration = SECOND,
    private readonly longest: Duration = 30 * SECOND,
  ) {
    this.current = first;
  }

  /** Waits, longer each time; returns at once when the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    const { current } = this;
    this.current = Math.min(this.longest, 2 * current);
    await pause(current, signal);
  }

  reset(): void {
    this.current = this.first;
  }
}

/** Waits `time`, or until the signal aborts. */
export async function pause(time: Duration, signal: AbortSignal): Promise<void> {
  await wait(time, undefined, { signal }).catch(() => undefined);
}
