import type { FileItem } from '@barometer/feed';
import type { RejectItem } from '@barometer/incident';
import { decodeEntry, encodeEntry, type HeartbeatEntry, type RevisionEntry } from '@barometer/journal';
import type { Log, Stores } from '@barometer/store';
import type { Clock, Instant } from '@barometer/time';
import { journalTail } from './journal-tail.js';
import { RejectLog } from './reject.js';

export interface ImportOptions {
  readonly clock: Clock;
  /** Where the lines come from, for `rejects`: a file's name. */
  readonly source: string;
  /** Called after each batch with the lines' worth of entries and rejects so far, those of an earlier start included. */
  readonly onProgress?: (progress: Imported) => void;
  /** Stops between two batches; the next start goes on there. */
  readonly signal?: AbortSignal;
}

export interface Imported {
  readonly accepted: number;
  readonly rejected: number;
}

/** `done`: ended now; `stopped`: by the signal; `already`: the journal is past its history and nothing was read. */
export interface ImportOutcome extends Imported {
  readonly outcome: 'done' | 'stopped' | 'already';
}

/** Entries appended at once. */
const BATCH = 1_000;

/**
 * Imports history in the order of its lines before the first live entry: `recorded` is the greater of the line's
 * report and the line before, and `import ended` closes it. After a crash it goes on where the journal ends.
 */
export async function importHistory(
  stores: Pick<Stores, 'journal' | 'rejects'>,
  lines: AsyncIterable<FileItem>,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const { stage, recorded } = await journalTail(stores.journal);
  if (stage === 'imported' || stage === 'live') return { outcome: 'already', accepted: 0, rejected: 0 };
  const held = stage === 'importing' ? await countImported(stores.journal) : 0;
  const batch = new Batch(stores, options, { held, recorded });
  for await (const { item } of lines) {
    batch.add(item);
    if (!batch.full) continue;
    await batch.append();
    if (options.signal?.aborted) return { outcome: 'stopped', ...batch.imported };
  }
  await batch.append();
  await batch.end();
  return { outcome: 'done', ...batch.imported };
}

/** Entries of an import that was cut off. */
async function countImported(journal: Log): Promise<number> {
  let count = 0;
  for (let from = 0; ;) {
    const records = await journal.read(from, BATCH);
    if (records.length === 0) return count;
    for (const { value } of records) {
      const { type } = decodeEntry(value);
      if (type === 'revision' || type === 'heartbeat') count++;
    }
    from = records.at(-1)!.offset + 1;
  }
}

class Batch {
  private entries: (RevisionEntry | HeartbeatEntry)[] = [];
  private rejects: RejectItem[] = [];
  private readonly log: RejectLog;
  private seen = 0;
  private rejected = 0;
  private recorded: Instant;

  constructor(
    private readonly stores: Pick<Stores, 'journal' | 'rejects'>,
    private readonly options: ImportOptions,
    private readonly start: { readonly held: number; readonly recorded: Instant },
  ) {
    this.log = new RejectLog(stores.rejects, options.clock);
    this.recorded = start.recorded;
  }

  get full(): boolean {
    return this.entries.length + this.rejects.length >= BATCH;
  }

  get imported(): Imported {
    return { accepted: this.seen, rejected: this.rejected };
  }

  add(item: FileItem['item']): void {
    if (item.type === 'reject') {
      this.rejected++;
      if (this.seen >= this.start.held) this.rejects.push(item);
      return;
    }
    this.seen++;
    if (this.seen <= this.start.held) return;
    this.recorded = Math.max(this.recorded, item.type === 'revision' ? item.revision.reportedAt : item.at);
    const { recorded } = this;
    if (item.type === 'revision') {
      this.entries.push({ type: 'revision', recorded, revision: item.revision, imported: true });
    } else {
      this.entries.push({ type: 'heartbeat', recorded, feed: item.feed, at: item.at, imported: true });
    }
  }

  /** Makes the batch durable, the rejects first: they are skipped with their lines when an import goes on. */
  async append(): Promise<void> {
    await this.log.keep(this.rejects, this.options.source);
    if (this.entries.length > 0) {
      await this.stores.journal.append(this.entries.map((entry) => ({ value: encodeEntry(entry) })));
    }
    this.entries = [];
    this.rejects = [];
    this.options.onProgress?.(this.imported);
  }

  async end(): Promise<void> {
    if (this.seen === 0) return;
    await this.stores.journal.append([{ value: encodeEntry({ type: 'import ended', recorded: this.recorded }) }]);
  }
}
