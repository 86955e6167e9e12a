import { StoreFailure } from '@barometer/store';
import type Database from 'libsql';
import { storeFailure } from './failure.js';

/** One caller's writes: `write` runs inside the transaction, `settle` after it is durable. */
interface Job<T> {
  readonly write: () => T;
  readonly settle: () => void;
  readonly resolve: (answer: T) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes of the same turn of the event loop share one transaction and one sync of the disk; `rewind` is called when it fails. */
export class Writer {
  private jobs: Job<unknown>[] = [];
  private scheduled = false;
  private closed = false;

  constructor(
    private readonly database: Database.Database,
    private readonly file: string,
    private readonly rewind: () => void,
  ) {}

  /** Resolves with what `write` answered once it is durable; when the transaction fails nothing of it is kept and `settle` is not called. */
  run<T>(write: () => T, settle: () => void = () => {}): Promise<T> {
    if (this.closed) return Promise.reject(new StoreFailure('closed', `${this.file}: the store is closed`));
    return new Promise<T>((resolve, reject) => {
      this.jobs.push({ write, settle, resolve: resolve as (answer: unknown) => void, reject });
      if (this.scheduled) return;
      this.scheduled = true;
      setImmediate(() => this.flush());
    });
  }

  /** Writes what still waits and takes no more; false when it was closed already. */
  close(): boolean {
    if (this.closed) return false;
    this.closed = true;
    this.flush();
    return true;
  }

  assertOpen(): void {
    if (this.closed) throw new StoreFailure('closed', `${this.file}: the store is closed`);
  }

  private flush(): void {
    this.scheduled = false;
    const jobs = this.jobs;
    this.jobs = [];
    if (jobs.length === 0) return;
    try {
      const answers = this.transact(jobs);
      jobs.forEach((job) => job.settle());
      jobs.forEach((job, index) => job.resolve(answers[index]));
    } catch (error) {
      this.rewind();
      const failure = storeFailure(error, this.file);
      jobs.forEach((job) => job.reject(failure));
    }
  }

  private transact(jobs: readonly Job<unknown>[]): unknown[] {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const answers = jobs.map((job) => job.write());
      this.database.exec('COMMIT');
      return answers;
    } catch (error) {
      // A full disk has already ended the transaction.
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
  }
}
