import { decodeEntry, type Entry } from '@barometer/journal';
import type { Log } from '@barometer/store';
import type { Instant } from '@barometer/time';
import { Desk } from './desk.js';
import type { DeskView } from './view.js';

const BATCH = 1_000;

export interface FollowerOptions {
  readonly journal: Log;
  readonly engine?: string;
  /** Called for each entry once folded: to read acts, count lag, take what is pending. */
  readonly onEntry?: (entry: Entry, place: number) => void;
}

/** A desk that follows a journal: catches up, then goes on as entries come. */
export class Follower {
  readonly desk: Desk;
  /** The journal offset of the next entry to fold. */
  next = 0;

  constructor(private readonly options: FollowerOptions) {
    this.desk = new Desk({ engine: options.engine });
  }

  /** Starts from a saved state instead of the journal's start; false where it cannot be used. */
  restore(snapshot: string): boolean {
    const next = this.desk.restore(snapshot);
    if (next === undefined) return false;
    this.next = next;
    return true;
  }

  /** Folds everything the journal holds now. */
  async catchUp(onBatch?: () => Promise<void> | void): Promise<void> {
    while (await this.foldBatch()) await onBatch?.();
  }

  /** Folds entries as they come until the signal aborts; `onBatch` runs after each batch. */
  async follow(signal: AbortSignal, onBatch?: () => Promise<void> | void): Promise<void> {
    while (!signal.aborted) {
      if (await this.foldBatch()) await onBatch?.();
      else await this.options.journal.changed(this.next, signal);
    }
  }

  private async foldBatch(): Promise<boolean> {
    const records = await this.options.journal.read(this.next, BATCH);
    for (const { offset, value } of records) {
      const entry = decodeEntry(value);
      this.desk.step(entry, offset);
      this.next = offset + 1;
      this.options.onEntry?.(entry, offset);
    }
    return records.length > 0;
  }
}

/** The desk as known at an instant: entries recorded up to then, and everything that had fallen due. */
export async function deskAt(journal: Log, at: Instant, engine?: string): Promise<DeskView> {
  const desk = new Desk({ engine });
  for (let next = 0; ;) {
    const records = await journal.read(next, BATCH);
    if (records.length === 0) break;
    for (const { offset, value } of records) {
      const entry = decodeEntry(value);
      if (entry.type !== 'config' && entry.recorded > at) {
        desk.advance(at);
        return desk;
      }
      desk.step(entry, offset);
      next = offset + 1;
    }
  }
  if (Number.isFinite(desk.now)) desk.advance(at);
  return desk;
}
