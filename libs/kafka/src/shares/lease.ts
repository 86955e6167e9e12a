/** An instant on both clocks, ms. */
export interface Stamp {
  readonly monotonic: number;
  readonly wall: number;
}

/** The clocks of this process. */
export const systemClock = (): Stamp => ({ monotonic: performance.now(), wall: Date.now() });

/** A right that lasts for `length` ms after the request that renewed it was sent. */
export class Lease {
  private renewed: Stamp | undefined;

  constructor(
    private readonly length: number,
    private readonly now: () => Stamp,
  ) {}

  /** `sent` is when the request left: the answer may have been waiting for this process to wake up. */
  renew(sent: Stamp): void {
    if (this.renewed === undefined || sent.monotonic > this.renewed.monotonic) this.renewed = sent;
  }

  /** Whether the right surely holds now. */
  holds(): boolean {
    return this.left() > 0;
  }

  /** What is left of it, ms; the monotonic clock sleeps when the machine does, so the wall clock may end it, too. */
  left(): number {
    if (this.renewed === undefined) return 0;
    const { monotonic, wall } = this.now();
    const elapsed = Math.max(monotonic - this.renewed.monotonic, wall - this.renewed.wall);
    return Math.max(0, this.length - elapsed);
  }
}
