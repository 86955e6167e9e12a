import { NEWLINE, type Gathering, type Splitter } from './gathering.js';

/** One record a line. */
export class LineSplitter implements Splitter {
  constructor(private readonly gathering: Gathering) {}

  feed(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length;) {
      if (this.gathering.empty) this.gathering.start();
      const at = chunk.indexOf(NEWLINE, from);
      this.gathering.add(chunk.subarray(from, at < 0 ? chunk.length : at));
      if (at < 0) return;
      this.gathering.end();
      this.gathering.newline();
      from = at + 1;
    }
  }
}
