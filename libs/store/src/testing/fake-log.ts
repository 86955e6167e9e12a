import { Bell } from '../bell.js';
import type { Log, LogRecord, NewRecord } from '../log.js';

/** A log in memory; tests read `records` and may set `failure`, which every append then throws. */
export class FakeLog implements Log {
  readonly records: LogRecord[] = [];
  failure: Error | undefined;
  private readonly bell = new Bell();

  async append(records: readonly NewRecord[]): Promise<number> {
    if (this.failure) throw this.failure;
    const first = this.records.length;
    records.forEach((record, index) => this.records.push({ ...record, offset: first + index }));
    this.bell.ring();
    return first;
  }

  async read(from: number, max: number): Promise<LogRecord[]> {
    return this.records.slice(from, from + max);
  }

  async end(): Promise<number> {
    return this.records.length;
  }

  changed(from: number, signal: AbortSignal): Promise<void> {
    return this.bell.wait(() => this.records.length > from, signal);
  }
}

/** A log in memory. */
export const fakeLog = (): FakeLog => new FakeLog();
