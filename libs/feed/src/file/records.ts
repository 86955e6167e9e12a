import { ArraySplitter } from './array.js';
import { Gathering, type Splitter } from './gathering.js';
import { LineSplitter } from './lines.js';

/** One record of a file: its bytes, or what is kept of one that was too long. */
export interface FileRecord {
  /** The line it starts on, from 1. */
  readonly line: number;
  /** Its place in the file, from 1: its line in NDJSON, its number in an array. */
  readonly place: number;
  /** All of it, or its first part when `overlong` is set. */
  readonly body: Uint8Array;
  readonly overlong?: { readonly length: number; readonly sha256: string };
}

export interface RecordLimits {
  /** Bytes a record may have; a longer one is handed on as `overlong`, cut to `keep`. */
  readonly maxRecord: number;
  readonly keep: number;
}

export const RECORD_LIMITS: RecordLimits = { maxRecord: 1024 * 1024, keep: 64 * 1024 };

const OPEN_LIST = 0x5b;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Splits NDJSON, or one JSON array, into records without ever holding more than one; the first byte that is not blank tells which. */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  limits: RecordLimits = RECORD_LIMITS,
): AsyncIterable<FileRecord> {
  const gathering = new Gathering(limits);
  let splitter: Splitter | undefined;
  for await (const chunk of withoutMark(chunks)) {
    let at = 0;
    if (!splitter) {
      at = gathering.skipBlank(chunk);
      if (at === chunk.length) continue;
      splitter = chunk[at] === OPEN_LIST ? new ArraySplitter(gathering) : new LineSplitter(gathering);
    }
    splitter.feed(at === 0 ? chunk : chunk.subarray(at));
    yield* gathering.take();
  }
  gathering.end();
  yield* gathering.take();
}

async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let first = true;
  for await (const chunk of chunks) {
    const marked = first && BYTE_ORDER_MARK.every((byte, at) => chunk[at] === byte);
    if (chunk.length > 0) first = false;
    yield marked ? chunk.subarray(3) : chunk;
  }
}
