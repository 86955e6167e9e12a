/** What is asked of a dead process: no answer ever comes. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** A process that dies after a number of I/O steps: from then on nothing it starts happens, and nothing it started is answered. */
export class Life {
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  /** I/O steps so far. */
  steps = 0;
  private readonly ended = new AbortController();

  constructor(private readonly limit = Infinity) {
    this.death = new Promise((resolve) => this.ended.signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  get dead(): boolean {
    return this.ended.signal.aborted;
  }

  /** Aborts at death: a conversation under way is cut. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /** Dies now. */
  end(): void {
    this.ended.abort();
  }

  /** I/O that changes something: death may come before it happens, or before it is answered. */
  async write<T>(work: () => Promise<T>): Promise<T> {
    const answer = await this.read(work);
    return this.step() ? answer : never<T>();
  }

  /** I/O that changes nothing: death may come before it. */
  async read<T>(work: () => Promise<T>): Promise<T> {
    if (!this.step()) return never<T>();
    return this.answered(work);
  }

  /** Waiting is no step, but ends with the process. */
  async answered<T>(work: () => Promise<T>): Promise<T> {
    if (this.dead) return never<T>();
    try {
      const answer = await work();
      return this.dead ? never<T>() : answer;
    } catch (error) {
      if (this.dead) return never<T>();
      throw error;
    }
  }

  private step(): boolean {
    if (this.dead) return false;
    if (this.steps >= this.limit) this.end();
    else this.steps++;
    return !this.dead;
  }
}
