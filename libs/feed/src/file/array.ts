import { isBlank, NEWLINE, type Gathering, type Splitter } from './gathering.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

/** The elements of one array, over any number of lines; text after the array is one more record, and no JSON. */
export class ArraySplitter implements Splitter {
  private state: 'before' | 'between' | 'inside' | 'after' | 'trailing' = 'before';
  private depth = 0;
  private inText = false;
  private escaped = false;

  constructor(private readonly gathering: Gathering) {
    gathering.counted = true;
  }

  feed(chunk: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === NEWLINE) this.gathering.newline();
      if (this.state === 'inside') {
        if (!this.ends(byte)) continue;
        this.gathering.add(chunk.subarray(from, at));
        this.gathering.end();
        this.state = byte === CLOSE_LIST ? 'after' : 'between';
      } else if (this.state !== 'trailing' && this.begins(byte)) {
        this.gathering.start();
        from = at;
      }
    }
    if (this.state === 'inside' || this.state === 'trailing') this.gathering.add(chunk.subarray(from));
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
