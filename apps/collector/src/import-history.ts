import type { Item } from '@barometer/incident';
import { decodeEntry, encodeEntry, type HeartbeatEntry, type RevisionEntry } from '@barometer/journal';
import type { Log, Stores } from '@barometer/store';
import type { Clock, Instant } from '@barometer/time';
import type { Input } from './accept.js';
import { journalEnd } from './journal-tail.js';
import { RejectLog } from './reject.js';

/** One report, heartbeat or reject of an import. */
export interface ImportLine {
  readonly item: Item;
  /** Where it comes from, where that is more than the import's own source and the line. */
  readonly from?: Pick<Input, 'source' | 'single'>;
}

export interface ImportOptions {
  readonly clock: Clock;
  /** Where the lines come from, for `rejects`: a file's name. */
  readonly source: string;
  /** Called after each batch with the lines' worth of entries and rejects so far, those of an earlier start included. */
  readonly onProgress?: (progress: Imported) => void;
  /** False where the lines may not be those of an earlier start: all of them are taken then, and what comes twice counts once. */
  readonly resume?: boolean;
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
  lines: AsyncIterable<ImportLine>,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const { stage, recorded } = await journalEnd(stores.journal);
  if (stage === 'imported' || stage === 'live') return { outcome: 'already', accepted: 0, rejected: 0 };
  const held = stage === 'importing' && options.resume !== false ? await countImported(stores.journal) : 0;
  const batch = new Batch(stores, options, { held, recorded });
  for await (const line of lines) {
    batch.add(line);
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
  for (let from = await journal.begin(); ;) {
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
  private rejects: Input[] = [];
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

  add({ item, from = { source: this.options.source } }: ImportLine): void {
    if (item.type === 'reject') {
      this.rejected++;
      if (this.seen >= this.start.held) this.rejects.push({ items: [item], ...from });
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
    await this.log.keep(this.rejects);
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
