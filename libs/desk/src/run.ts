import { readEntry, type Entry } from '@barometer/journal';
import { StoreFailure, type Log, type LogRecord } from '@barometer/store';
import type { Instant } from '@barometer/time';
import { checksum } from './checksum.js';
import { Desk } from './desk.js';
import { foreign, readHead, type Mark } from './snapshot.js';
import { SnapshotDamaged, type Found, type Snapshots } from './snapshots.js';
import { readTold } from './told.js';
import type { DeskView } from './view.js';

const BATCH = 1_000;

export interface FollowerOptions {
  readonly journal: Log;
  /** The alert log, which a desk whose history was lost goes on from; without it such a desk starts alerts of its own. */
  readonly alerts?: Log;
  readonly engine?: string;
  /** Called for each entry once folded: to read acts, count lag, take what is pending. */
  readonly onEntry?: (entry: Entry, place: number) => void;
}

/** A desk that follows a journal: catches up, then goes on as entries come. */
export class Follower {
  readonly desk: Desk;
  /** The journal offset of the next entry to fold. */
  next = 0;
  /** The last entry folded: its text, or the checksum of it. */
  private last: { readonly offset: number; readonly value?: string; readonly sum?: string } = { offset: -1, sum: '' };
  /** Entries folded here, those in a restored state left out. */
  folded = 0;

  constructor(private readonly options: FollowerOptions) {
    this.desk = new Desk({ engine: options.engine });
  }

  /** Starts from the last snapshot that can be used, instead of the journal's start; answers why others could not. */
  async restore(snapshots: Snapshots): Promise<string[]> {
    const refused: string[] = [];
    for (const found of await snapshots.found()) {
      const why = await this.tryRestore(found);
      if (why === undefined) {
        await snapshots.recognise(found.name === 'last' ? this.desk.save(this.mark) : []);
        return refused;
      }
      refused.push(`the ${found.name} snapshot is not used: ${why}`);
    }
    return refused;
  }

  /** Takes the state, and nothing may be folded until it resolves; what it answers writes it, while folding goes on. */
  take(snapshots: Snapshots): Promise<() => Promise<void>> {
    return snapshots.take(this.desk.save(this.mark));
  }

  /** Saves the state; nothing may be folded until it resolves. */
  async save(snapshots: Snapshots): Promise<void> {
    const write = await this.take(snapshots);
    await write();
  }

  private async tryRestore(found: Found): Promise<string | undefined> {
    const restoring = this.desk.restoring();
    let mark: Mark | undefined;
    try {
      for await (const part of found.parts()) {
        if (part.kind === 'head') {
          const head = readHead(part.front);
          const why = foreign(head, this.desk.engine) ?? (await notOf(this.options.journal, head));
          if (why !== undefined) return why;
          mark = head;
        }
        restoring.take(part);
      }
    } catch (error) {
      if (error instanceof SnapshotDamaged) return error.message;
      throw error;
    }
    if (!mark) return 'it is empty';
    this.desk.become(restoring);
    this.next = mark.next;
    this.last = { offset: mark.last, sum: mark.entry };
    return undefined;
  }

  private get mark(): Mark {
    const { last } = this;
    const entry = last.value === undefined ? last.sum! : checksum(last.value);
    return { next: this.next, last: last.offset, entry };
  }

  /**
   * Throws a `StoreFailure` `lost` where the journal ends at a place that the alert log names, or before it: folding it
   * would number new transitions like old ones. The log must have been read up to that place before.
   */
  async requireJournalPast(told: number): Promise<void> {
    const end = await this.options.journal.end();
    if (told >= end) throw new StoreFailure('lost', cutText(told, end));
  }

  /** Folds everything the journal holds now; where its start was lost, what is left of it. */
  async catchUp(onBatch?: () => Promise<void> | void): Promise<void> {
    await this.begin();
    while (await this.foldBatch()) await onBatch?.();
  }

  /** Folds entries as they come until the signal aborts; `onBatch` runs after each batch. */
  async follow(signal: AbortSignal, onBatch?: () => Promise<void> | void): Promise<void> {
    while (!signal.aborted) {
      if (await this.foldBatch()) await onBatch?.();
      else await this.options.journal.changed(this.next, signal);
    }
  }

  /** A fresh desk begins where the journal does. */
  private async begin(): Promise<void> {
    const { journal, alerts } = this.options;
    const begin = await journal.begin();
    if (this.next > 0 || begin === 0) return;
    this.desk.lose(alerts && (await readTold(alerts)));
    this.next = begin;
  }

  /** Reads on; throws a `StoreFailure` `lost` where history disappeared ahead of the desk. */
  private async read(): Promise<LogRecord[]> {
    try {
      return await this.options.journal.read(this.next, BATCH);
    } catch (error) {
      if (!(error instanceof StoreFailure) || error.code !== 'lost') throw error;
      const begin = await this.options.journal.begin();
      throw new StoreFailure('lost', lostText(this.next, begin), { cause: error });
    }
  }

  private async foldBatch(): Promise<boolean> {
    const records = await this.read();
    for (const { offset, value } of records) {
      const entry = readEntry(value);
      this.desk.step(entry, offset);
      this.next = offset + 1;
      this.last = { offset, value };
      this.folded++;
      this.options.onEntry?.(entry, offset);
    }
    return records.length > 0;
  }
}

/** Why a snapshot is not of this journal; `undefined` where it is, or where what would tell is gone. */
async function notOf(journal: Log, { next, last, entry }: Mark): Promise<string | undefined> {
  const [begin, end] = [await journal.begin(), await journal.end()];
  if (next > end) return `it goes on at place ${next}, and the journal ends at ${end}`;
  if (next < begin) return `it goes on at place ${next}, and the journal begins at ${begin}`;
  if (last < begin) return undefined;
  const [record] = await journal.read(last, 1);
  const same = record?.offset === last && checksum(record.value) === entry;
  return same ? undefined : `it is of another journal: the entry at place ${last} is not the one it folded`;
}

function lostText(next: number, begin: number): string {
  return (
    `the journal begins at place ${begin} now, and this desk had folded it only up to place ${next}: entries between ` +
    'were deleted, by a retention setting or by hand. Find out what deleted them, then start again: the desk goes on ' +
    'from a snapshot that reaches that far, or from what is left, marked as incomplete'
  );
}

function cutText(told: number, end: number): string {
  return (
    `the alert log tells of place ${told} of the journal, and the journal ends at place ${end}: its end is missing, or it is ` +
    'another journal. Restore the journal that the log belongs to, or begin a new desk with an empty alert log'
  );
}

/** The desk as known at an instant: entries recorded up to then, and everything that had fallen due. */
export async function deskAt(journal: Log, at: Instant, engine?: string): Promise<DeskView> {
  const desk = new Desk({ engine });
  const begin = await journal.begin();
  if (begin > 0) desk.lose();
  for (let next = begin; ;) {
    const records = await journal.read(next, BATCH);
    if (records.length === 0) break;
    for (const { offset, value } of records) {
      const entry = readEntry(value);
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
