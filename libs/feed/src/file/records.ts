import { Overlong } from './overlong.js';

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

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const isBlank = (byte: number): boolean => byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

/** Splits NDJSON, or one JSON array, into records without ever holding more than one; the first byte that is not blank tells which. */
export async function* readRecords(
  chunks: AsyncIterable<Uint8Array>,
  limits: RecordLimits = RECORD_LIMITS,
): AsyncIterable<FileRecord> {
  const collector = new RecordCollector(limits);
  let splitter: Splitter | undefined;
  for await (const chunk of withoutMark(chunks)) {
    let at = 0;
    if (!splitter) {
      at = collector.skipBlank(chunk);
      if (at === chunk.length) continue;
      splitter = chunk[at] === OPEN_LIST ? new ArraySplitter(collector) : new LineSplitter(collector);
    }
    splitter.feed(at === 0 ? chunk : chunk.subarray(at));
    yield* collector.take();
  }
  collector.end();
  yield* collector.take();
}

interface Splitter {
  feed(chunk: Uint8Array): void;
}

/** Gathers the bytes of the record at hand and the records that are complete. */
class RecordCollector {
  private line = 1;
  private startLine = 1;
  private count = 0;
  private parts: Uint8Array[] = [];
  private length = 0;
  private overlong: Overlong | undefined;
  private ready: FileRecord[] = [];

  /** Whether records are counted (an array) or named by their line. */
  counted = false;

  constructor(private readonly limits: RecordLimits) {}

  get empty(): boolean {
    return this.length === 0;
  }

  newline(): void {
    this.line++;
  }

  /** The place of the first byte that is not blank. */
  skipBlank(chunk: Uint8Array): number {
    let at = 0;
    for (; at < chunk.length && isBlank(chunk[at]!); at++) if (chunk[at] === NEWLINE) this.line++;
    return at;
  }

  /** Marks where the record at hand starts. */
  start(): void {
    this.startLine = this.line;
  }

  add(part: Uint8Array): void {
    if (part.length === 0) return;
    this.length += part.length;
    if (this.overlong) return this.overlong.add(part);
    this.parts.push(part);
    if (this.length <= this.limits.maxRecord) return;
    this.overlong = new Overlong(this.limits.keep);
    for (const each of this.parts) this.overlong.add(each);
    this.parts = [];
  }

  /** Closes the record at hand; a blank one is none. */
  end(): void {
    const { overlong, startLine: line } = this;
    const body = overlong ? overlong.head() : this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    if (overlong || body.some((byte) => !isBlank(byte))) {
      const place = this.counted ? ++this.count : line;
      this.ready.push(overlong ? { line, place, body, overlong: overlong.summary() } : { line, place, body });
    }
    this.parts = [];
    this.length = 0;
    this.overlong = undefined;
  }

  *take(): Iterable<FileRecord> {
    const { ready } = this;
    this.ready = [];
    yield* ready;
  }
}

/** One record a line. */
class LineSplitter implements Splitter {
  constructor(private readonly collector: RecordCollector) {}

  feed(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length;) {
      if (this.collector.empty) this.collector.start();
      const at = chunk.indexOf(NEWLINE, from);
      this.collector.add(chunk.subarray(from, at < 0 ? chunk.length : at));
      if (at < 0) return;
      this.collector.end();
      this.collector.newline();
      from = at + 1;
    }
  }
}

/** The elements of one array, over any number of lines; text after the array is one more record, and no JSON. */
class ArraySplitter implements Splitter {
  private state: 'before' | 'between' | 'inside' | 'after' | 'trailing' = 'before';
  private depth = 0;
  private inText = false;
  private escaped = false;

  constructor(private readonly collector: RecordCollector) {
    collector.counted = true;
  }

  feed(chunk: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === NEWLINE) this.collector.newline();
      if (this.state === 'inside') {
        if (!this.ends(byte)) continue;
        this.collector.add(chunk.subarray(from, at));
        this.collector.end();
        this.state = byte === CLOSE_LIST ? 'after' : 'between';
      } else if (this.state !== 'trailing' && this.begins(byte)) {
        this.collector.start();
        from = at;
      }
    }
    if (this.state === 'inside' || this.state === 'trailing') this.collector.add(chunk.subarray(from));
  }

  /** Whether this byte, between elements or around the array, is the first of something. */
  private begins(byte: number): boolean {
    if (this.state === 'before') this.state = 'between';
    else if (this.state === 'between' && byte === CLOSE_LIST) this.state = 'after';
    else if (!isBlank(byte) && !(this.state === 'between' && byte === COMMA)) {
      if (this.state === 'after') this.state = 'trailing';
      else this.enter(byte);
      return true;
    }
    return false;
  }

  private enter(byte: number): void {
    this.state = 'inside';
    this.depth = byte === OPEN_MAP || byte === OPEN_LIST ? 1 : 0;
    this.inText = byte === QUOTE;
    this.escaped = false;
  }

  /** Whether this byte is the comma or bracket that closes the element. */
  private ends(byte: number): boolean {
    if (this.inText) {
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) this.inText = false;
      return false;
    }
    if (byte === QUOTE) this.inText = true;
    else if (byte === OPEN_MAP || byte === OPEN_LIST) this.depth++;
    else if (this.depth > 0 && (byte === CLOSE_MAP || byte === CLOSE_LIST)) this.depth--;
    else return this.depth === 0 && (byte === COMMA || byte === CLOSE_LIST);
    return false;
  }
}

async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let first = true;
  for await (const chunk of chunks) {
    const marked = first && BYTE_ORDER_MARK.every((byte, at) => chunk[at] === byte);
    if (chunk.length > 0) first = false;
    yield marked ? chunk.subarray(3) : chunk;
  }
}
