import { Bell } from '../bell.js';
import { StoreFailure } from '../failure.js';
import type { Log, LogRecord, NewRecord } from '../log.js';

/** A log in memory; tests read `records` and may set `failure`, which every append then throws. */
export class FakeLog implements Log {
  readonly records: LogRecord[] = [];
  failure: Error | undefined;
  private readonly bell = new Bell();
  private next = 0;
  private first = 0;

  /** Each append starts at a multiple of `stride`, which leaves gaps where it is over 1. */
  constructor(private readonly stride = 1) {}

  async append(records: readonly NewRecord[]): Promise<number> {
    if (this.failure) throw this.failure;
    const first = this.next;
    records.forEach((record, index) => this.records.push({ ...record, offset: first + index }));
    this.next = Math.ceil((first + records.length) / this.stride) * this.stride;
    this.bell.ring();
    return first;
  }

  /** Forgets everything before an offset, as a retention that was set by mistake would. */
  lose(before: number): void {
    this.first = before;
    this.records.splice(0, this.records.filter(({ offset }) => offset < before).length);
  }

  async read(from: number, max: number): Promise<LogRecord[]> {
    if (from < this.first) throw new StoreFailure('lost', `the log begins at ${this.first}`);
    const start = this.placeOf(from);
    return this.records.slice(start, start + max);
  }

  async readBack(to: number, max: number): Promise<LogRecord[]> {
    const place = this.placeOf(to);
    return this.records.slice(Math.max(0, place - max), place);
  }

  async begin(): Promise<number> {
    return this.first;
  }

  async end(): Promise<number> {
    return this.next;
  }

  async behind(from: number): Promise<number> {
    return this.records.length - this.placeOf(from);
  }

  changed(from: number, signal: AbortSignal): Promise<void> {
    return this.bell.wait(() => this.placeOf(from) < this.records.length, signal);
  }

  /** Where in `records` an offset lies. */
  private placeOf(offset: number): number {
    let low = 0;
    for (let high = this.records.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.records[middle]!.offset < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A log in memory; with a stride over 1 it leaves gaps between appends. */
export const fakeLog = (stride?: number): FakeLog => new FakeLog(stride);
