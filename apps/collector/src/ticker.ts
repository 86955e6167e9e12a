import { ClockJumped } from '@barometer/journal';
import type { Duration } from '@barometer/time';
import type { JournalWriter } from './journal-writer.js';

/** Appends a tick when the journal has been quiet, so that time in it goes on; none before the first live entry. */
export class Ticker {
  constructor(
    private readonly writer: JournalWriter,
    private readonly quiet: Duration,
    private readonly stop: (reason: Error) => void,
  ) {}

  /** Looks once; call it a few times within the quiet time. */
  async look(): Promise<void> {
    if (!this.writer.live || this.writer.quietFor() < this.quiet) return;
    try {
      await this.writer.append((recorded) => [{ type: 'tick', recorded }]);
    } catch (error) {
      if (!(error instanceof ClockJumped)) throw error;
      this.stop(error);
    }
  }
}
