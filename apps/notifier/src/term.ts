import type { Shares } from '@barometer/store';

/** The name whose owner plans and sends; all others stand by. */
const NOTIFIER = 'notifier';

/** The time in which this process is the one that plans and sends. */
export class Term {
  /** Aborts when the term ends, or the process. */
  readonly signal: AbortSignal;
  private readonly ending = new AbortController();

  constructor(
    private readonly shares: Shares,
    stop: AbortSignal,
  ) {
    this.signal = AbortSignal.any([stop, this.ending.signal]);
  }

  /** Whether this process owns the name now. */
  static isOurs(shares: Shares): boolean {
    return shares.owns(NOTIFIER);
  }

  /** Asked right before whatever only one may do; the first no ends the term. */
  active(): boolean {
    if (!Term.isOurs(this.shares)) this.end();
    return !this.signal.aborted;
  }

  end(): void {
    this.ending.abort();
  }

  /** Ends the term when the name goes; resolves when it has ended. */
  async mind(): Promise<void> {
    for (let changed = this.shares.changed(this.signal); this.active();) {
      await changed;
      changed = this.shares.changed(this.signal);
    }
  }
}
