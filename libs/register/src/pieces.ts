import { toMemory, type RememberedRecord } from './memory.js';
import type { Known } from './newest.js';

/** Records a piece holds. */
const SIZE = 250;

/** Some records that follow one another, to be kept together. */
export interface Piece {
  /** The same object while nothing in the piece changes. */
  readonly stamp: object;
  records(): RememberedRecord[];
}

/** Records in order of first recording, cut into pieces that know whether they changed. */
export class Pieces {
  private readonly order: Known[] = [];
  private readonly stamps: (object | undefined)[] = [];

  add(known: Known): void {
    known.place = this.order.length;
    this.order.push(known);
    this.touch(known);
  }

  /** The record changes. */
  touch({ place }: Known): void {
    this.stamps[Math.floor(place! / SIZE)] = undefined;
  }

  *all(): Iterable<Piece> {
    for (let from = 0; from < this.order.length; from += SIZE) {
      const stamp = (this.stamps[from / SIZE] ??= {});
      yield { stamp, records: () => this.order.slice(from, from + SIZE).map(toMemory) };
    }
  }
}
