import { Gatherer, type Piece, type Splitter } from './gather.js';

const LINE_FEED = 0x0a;

/** Cuts NDJSON into lines, numbered from 1. */
export class LineSplitter implements Splitter {
  readonly #line = new Gatherer();
  #number = 1;

  push(chunk: Uint8Array): readonly Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      this.#line.add(chunk.subarray(from, end));
      if (!this.#line.empty) pieces.push(this.#line.take(this.#number));
      this.#number++;
      from = end + 1;
    }
    this.#line.add(chunk.subarray(from));
    return pieces;
  }

  end(): readonly Piece[] {
    return this.#line.empty ? [] : [this.#line.take(this.#number)];
  }
}
