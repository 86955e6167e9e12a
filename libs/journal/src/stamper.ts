import { MINUTE, iso, type Clock, type Duration, type Instant } from '@barometer/time';

const TOLERANCE: Duration = MINUTE;

/** The wall clock cannot be believed; the appender stops, since a wrong `recorded` could not be taken back. */
export class ClockJumped extends Error {
  override readonly name = 'ClockJumped';
}

/** Stamps entries with `recorded`: the wall clock at start, carried on by the monotonic clock, never before the journal's now. */
export class Stamper {
  private readonly wallAtStart: Instant;
  private readonly monotonicAtStart: Duration;
  private last: Instant;

  /** @param last the journal's now at start; throws `ClockJumped` when the wall clock stands over a minute before it. */
  constructor(
    private readonly clock: Clock,
    last: Instant,
  ) {
    this.wallAtStart = clock.now();
    this.monotonicAtStart = clock.monotonic();
    this.last = last;
    if (this.wallAtStart < last - TOLERANCE) {
      throw new ClockJumped(
        `the clock says ${iso(this.wallAtStart)}, but the journal already holds entries of ${iso(last)}: set the clock right and start again`,
      );
    }
  }

  /** The next `recorded`; throws `ClockJumped` when the wall clock left the monotonic one by over a minute. */
  stamp(): Instant {
    const now = Math.floor(this.wallAtStart + (this.clock.monotonic() - this.monotonicAtStart));
    const wall = this.clock.now();
    if (Math.abs(wall - now) > TOLERANCE) {
      throw new ClockJumped(`the clock jumped: it says ${iso(wall)}, ${iso(now)} was expected; nothing was appended`);
    }
    this.last = Math.max(this.last, now);
    return this.last;
  }
}
