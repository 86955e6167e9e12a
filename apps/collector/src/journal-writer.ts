import { encodeEntry, Stamper, type TimedEntry } from '@barometer/journal';
import type { Log } from '@barometer/store';
import type { Clock, Duration, Instant } from '@barometer/time';
import { journalTail, type JournalTail } from './journal-tail.js';

/** Appends to the journal: every entry stamped, durable when the promise resolves. */
export class JournalWriter {
  private readonly stamper: Stamper;
  private lastAppend: Duration;
  private hasLive: boolean;

  constructor(
    private readonly journal: Log,
    private readonly clock: Clock,
    tail: JournalTail,
  ) {
    this.stamper = new Stamper(clock, tail.recorded);
    this.lastAppend = clock.monotonic();
    this.hasLive = tail.stage === 'live';
  }

  /** Goes on where the journal ends; throws `ClockJumped` when the clock stands well before it. */
  static async open(journal: Log, clock: Clock): Promise<JournalWriter> {
    return new JournalWriter(journal, clock, await journalTail(journal));
  }

  /** Whether the journal holds a live report or heartbeat, so that time in it runs with the clock. */
  get live(): boolean {
    return this.hasLive;
  }

  /** How long ago the last entry was appended here. */
  quietFor(): Duration {
    return this.clock.monotonic() - this.lastAppend;
  }

  /** Appends all or none of the entries that `make` gives for their time of recording. */
  async append(make: (recorded: Instant) => readonly TimedEntry[]): Promise<Instant> {
    const recorded = this.stamper.stamp();
    const entries = make(recorded);
    await this.journal.append(entries.map((entry) => ({ value: encodeEntry(entry) })));
    this.lastAppend = this.clock.monotonic();
    this.hasLive ||= entries.some(({ type }) => type === 'revision' || type === 'heartbeat');
    return recorded;
  }
}
