import { Overlong } from './overlong.js';
import type { FileRecord, RecordLimits } from './records.js';

export const NEWLINE = 0x0a;

/** Space, tab or an end of line. */
export const isBlank = (byte: number): boolean => byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;

/** Finds where records begin and end, chunk by chunk. */
export interface Splitter {
  feed(chunk: Uint8Array): void;
}

/** Gathers the bytes of the record at hand and the records that are complete. */
export class Gathering {
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
