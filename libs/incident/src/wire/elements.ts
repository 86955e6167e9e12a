import { Gatherer, type Piece, type Splitter } from './gather.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/** Cuts a JSON array into its elements, numbered from 1; what is not well formed inside one is for its reader to say. */
export class ElementSplitter implements Splitter {
  readonly #element = new Gatherer();
  #number = 1;
  #depth = 0;
  #inText = false;
  #escaped = false;

  push(chunk: Uint8Array): readonly Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const edge = this.#edgeAt(chunk[i]!);
      if (!edge) continue;
      if (edge !== 'begin') {
        this.#element.add(chunk.subarray(from, i));
        if (!this.#element.empty) pieces.push(this.#element.take(this.#number));
        this.#number++;
      }
      from = i + 1;
    }
    if (this.#depth > 0) this.#element.add(chunk.subarray(from));
    return pieces;
  }

  end(): readonly Piece[] {
    return this.#element.empty ? [] : [this.#element.take(this.#number)];
  }

  /** Where the array begins or ends, and between its elements. */
  #edgeAt(byte: number): 'begin' | 'between' | 'end' | undefined {
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inText = false;
      return undefined;
    }
    if (byte === QUOTE) this.#inText = true;
    if (OPEN.has(byte)) return this.#depth++ === 0 ? 'begin' : undefined;
    if (CLOSE.has(byte)) return --this.#depth === 0 ? 'end' : undefined;
    return byte === COMMA && this.#depth === 1 ? 'between' : undefined;
  }
}
