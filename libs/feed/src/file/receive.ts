import { readItems, type Item } from '@barometer/incident';
import type { Instant } from '@barometer/time';
import { withOriginal } from '../original.js';
import { sha256 } from '../sha256.js';
import { KEPT, tooLargeReject } from '../too-large.js';
import { fileOptions } from './options.js';
import { readRecords, type FileRecord } from './records.js';

const NEWLINE = 0x0a;
/** Said of a record on one line: it is parsed once, and not searched for further lines. */
const ONE_LINE = { 'content-type': 'application/x-ndjson' };

/** How far a file has been read. */
export interface Progress {
  readonly bytes: number;
  readonly records: number;
}

export interface ReadFileOptions {
  /** The clock's now: times after it are rejected. */
  readonly now: Instant;
  /** What a missing `reportedAt` means: now (`live`) or the occurrence (`history`). */
  readonly mode: 'live' | 'history';
  /** Bytes one record may have; 1 MiB by default. */
  readonly maxRecord?: number;
  /** Called after each chunk and at the end. */
  readonly onProgress?: (progress: Progress) => void;
}

/** One report, heartbeat or reject, with the line it starts on, from 1. */
export interface FileItem {
  readonly line: number;
  readonly item: Item;
}

/** Reads incidents from NDJSON or a JSON array of any size, one record at a time; what cannot be used is an item, never an error. */
export async function* readIncidentFile(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadFileOptions,
): AsyncIterable<FileItem> {
  const { maxRecord } = fileOptions.parse({ maxRecord: options.maxRecord });
  const counted = new CountedChunks(chunks, options.onProgress);
  for await (const record of readRecords(counted, { maxRecord, keep: KEPT })) {
    counted.records++;
    for (const item of itemsOf(record, options, maxRecord)) yield { line: record.line, item };
  }
  counted.report();
}

function itemsOf(record: FileRecord, options: ReadFileOptions, limit: number): readonly Item[] {
  const { body, overlong, place } = record;
  if (overlong) return [tooLargeReject({ head: body, ...overlong, limit, place })];
  const items = readItems(body, body.includes(NEWLINE) ? {} : ONE_LINE, {
    now: options.now,
    mode: options.mode,
    linePlace: place,
    sha256,
  });
  return withOriginal(items, body);
}

/** Passes chunks on and says how many bytes went by. */
class CountedChunks implements AsyncIterable<Uint8Array> {
  records = 0;
  private bytes = 0;

  constructor(
    private readonly chunks: AsyncIterable<Uint8Array>,
    private readonly onProgress: ReadFileOptions['onProgress'],
  ) {}

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for await (const chunk of this.chunks) {
      this.report();
      this.bytes += chunk.length;
      yield chunk;
    }
  }

  report(): void {
    this.onProgress?.({ bytes: this.bytes, records: this.records });
  }
}
