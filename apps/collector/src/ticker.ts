import { ClockJumped, encodeEntry } from '@barometer/journal';
import type { Duration } from '@barometer/time';
import type { JournalWriter } from './journal-writer.js';

/**
 * Appends a tick when the journal has been quiet, so that time in it goes on; none before the first live entry. Any number of
 * processes may look: the first one's tick is what the others see.
 */
export class Ticker {
  constructor(
    private readonly writer: JournalWriter,
    private readonly quiet: Duration,
    private readonly stop: (reason: Error) => void,
  ) {}

  /** Looks once; call it a few times within the quiet time. */
  async look(): Promise<void> {
    try {
      if (!(await this.writer.quietFor(this.quiet))) return;
      await this.writer.append((recorded) => [encodeEntry({ type: 'tick', recorded })]);
    } catch (error) {
      if (!(error instanceof ClockJumped)) throw error;
      this.stop(error);
    }
  }
}
