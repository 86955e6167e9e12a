/** Lets a bounded number in at once; the others wait in order. */
export class Gate {
  private inside = 0;
  private readonly queue: (() => void)[] = [];

  constructor(private readonly width: number) {}

  /** Runs the work when there is room. */
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
}
