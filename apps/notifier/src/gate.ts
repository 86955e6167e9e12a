import type { Instant } from '@barometer/time';

/** The way to one receiver: lets a bounded number of attempts in at once, and none but single tries while it is blocked. */
export class Gate {
  private inside = 0;
  private readonly queue: (() => void)[] = [];
  private until: Instant | undefined;

  constructor(private readonly width: number) {}

  /** Runs the work when there is room; the others wait in order. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside < this.width) this.inside++;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.inside--;
    }
  }

  get isBlocked(): boolean {
    return this.until !== undefined;
  }

  /** When the next attempt may be made; `-Infinity` while the way is free. */
  get opens(): Instant {
    return this.until ?? -Infinity;
  }

  /** Nobody tries before that. */
  block(until: Instant): void {
    this.until = until;
  }

  free(): void {
    this.until = undefined;
  }
}
