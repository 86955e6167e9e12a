import { Stamper } from '@barometer/journal';
import type { Log } from '@barometer/store';
import type { Clock, Duration, Instant } from '@barometer/time';
import { journalEnd, type JournalEnd } from './journal-tail.js';

/** Appends to the journal: every entry stamped, durable when the promise resolves. Others may append to it too. */
export class JournalWriter {
  private readonly stamper: Stamper;
  private lastAppend = Number.NEGATIVE_INFINITY;
  private seen: { readonly end: number; readonly at: JournalEnd } | undefined;

  constructor(
    private readonly journal: Log,
    private readonly clock: Clock,
    end: Pick<JournalEnd, 'recorded'>,
  ) {
    this.stamper = new Stamper(clock, end.recorded);
  }

  /** Goes on where the journal ends; throws `ClockJumped` when the clock stands well before it. */
  static async open(journal: Log, clock: Clock): Promise<JournalWriter> {
    return new JournalWriter(journal, clock, await journalEnd(journal));
  }

  /** Whether the journal, whoever wrote it, is live and holds nothing of the last `quiet` ms; throws `ClockJumped`. */
  async quietFor(quiet: Duration): Promise<boolean> {
    if (this.clock.monotonic() - this.lastAppend < quiet) return false;
    const { stage, recorded } = await this.end();
    return stage === 'live' && this.stamper.stamp() - recorded >= quiet;
  }

  /** Appends all or none of the entries whose lines `make` gives for their time of recording. */
  async append(make: (recorded: Instant) => readonly string[]): Promise<Instant> {
    const recorded = this.stamper.stamp();
    await this.journal.append(make(recorded).map((value) => ({ value })));
    this.lastAppend = this.clock.monotonic();
    return recorded;
  }

  /** Where the journal stands, read again only when it has grown. */
  private async end(): Promise<JournalEnd> {
    const end = await this.journal.end();
    if (this.seen?.end !== end) this.seen = { end, at: await journalEnd(this.journal) };
    return this.seen.at;
  }
}
