import type { LogRecord } from '@barometer/store';

/** Chunks kept: as many as readers are at different places of one log at a time. */
const KEPT = 4;

/** Everything a log holds from one place to another. */
export class Chunk {
  constructor(
    readonly from: number,
    readonly to: number,
    readonly records: readonly LogRecord[],
    /** Where the log ended when this was read. */
    readonly end: number,
  ) {}

  /** Where among the records the first at or after a place stands. */
  indexOf(place: number): number {
    let low = 0;
    for (let high = this.records.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.records[middle]!.offset < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The last chunks read: a fetch brings more than a reader takes at once. */
export class Chunks {
  private kept: Chunk[] = [];

  /** The chunk that covers a place. */
  at(place: number): Chunk | undefined {
    return this.kept.find(({ from, to }) => from <= place && place < to);
  }

  keep(chunk: Chunk): Chunk {
    this.kept = [chunk, ...this.kept.filter(({ from }) => from !== chunk.from)].slice(0, KEPT);
    return chunk;
  }
}
