import { writtenUpTo, type Sleep } from '@barometer/service';
import type { Table } from '@barometer/store';
import { SECOND } from '@barometer/time';

/** Resolves once an assessor, in whatever process, noted that everything caused up to a journal place is in the alert log. */
export function assessedElsewhere(feeds: Table, sleep: Sleep): (place: number, signal: AbortSignal) => Promise<void> {
  return async (place, signal) => {
    while (!signal.aborted) {
      const written = await writtenUpTo(feeds);
      if (written !== undefined && written >= place) return;
      await sleep(SECOND, signal);
    }
  };
}
