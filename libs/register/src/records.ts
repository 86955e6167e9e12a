import { AtRest } from './at-rest.js';
import { HashIndex } from './hash-index.js';
import { hashOf } from './lines.js';
import { toMemory } from './memory.js';
import type { Known } from './newest.js';
import { writePiece, type PieceText, type Saved } from './piece-text.js';

/** Records a piece holds. */
const SIZE = 250;

/** Some records that follow one another, to be kept together. */
export interface Piece {
  /** The same object while nothing in the piece changes. */
  readonly stamp: object;
  /** Takes what the text is made of, as it is now; what it answers makes the text. */
  take(): () => PieceText;
}

/** What is done with a record at rest when it is asked for, and which records may rest once they are saved. */
export interface Resting {
  wake(record: AtRest): Known;
  mayRest(known: Known): boolean;
}

/** Records by id and in order of first recording, cut into pieces that know whether they changed; some rest as they were saved. */
export class Records {
  /** Those that are read. */
  private readonly byId = new Map<string, Known>();
  /** Places of those at rest, and of those that were. */
  private readonly resters = new HashIndex();
  private readonly order: (Known | AtRest)[] = [];
  private readonly stamps: (object | undefined)[] = [];

  constructor(private readonly resting: Resting) {}

  /** The record of that id; one at rest is read. */
  get(incidentId: string): Known | undefined {
    const known = this.byId.get(incidentId);
    if (known !== undefined || this.resters.size === 0) return known;
    const resting = this.findAtRest(incidentId);
    return resting && this.resting.wake(resting);
  }

  private findAtRest(incidentId: string): AtRest | undefined {
    return this.resters.find(hashOf(incidentId), (place) => {
      const record = this.order[place];
      return record instanceof AtRest && record.id === incidentId ? record : undefined;
    });
  }

  /** Our ids of the records that have this id in their dataset. */
  *idsOf(recordId: string): Iterable<string> {
    for (const record of this.order) {
      const own = record instanceof AtRest ? record : record.newest;
      if (own.recordId === recordId) yield record instanceof AtRest ? record.id : record.newest.incidentId;
    }
  }

  /** One more. */
  add(known: Known): void {
    known.place = this.order.length;
    this.order.push(known);
    this.byId.set(known.newest.incidentId, known);
    this.touch(known);
  }

  /** One more, at rest. */
  rest(record: AtRest): void {
    this.resters.add(record.hash, this.order.push(record) - 1);
  }

  /** A record at rest was read: that it is. */
  replace(record: AtRest, known: Known): void {
    known.place = record.place;
    this.order[known.place] = known;
    this.byId.set(known.newest.incidentId, known);
  }

  /** Whether the record still rests. */
  rests(record: AtRest): boolean {
    return this.order[record.place] === record;
  }

  get size(): number {
    return this.order.length;
  }

  /** The record, or whom it is linked with, changes. */
  touch({ place }: Known): void {
    this.stamps[Math.floor(place! / SIZE)] = undefined;
  }

  /** All of them in order of first recording; those at rest are read. */
  *values(): Iterable<Known> {
    for (const record of this.order) yield record instanceof AtRest ? this.resting.wake(record) : record;
  }

  /** All of them in order of first recording, as they are. */
  all(): Iterable<Known | AtRest> {
    return this.order;
  }

  *awake(): Iterable<Known> {
    for (const record of this.order) if (!(record instanceof AtRest)) yield record;
  }

  *atRest(): Iterable<AtRest> {
    for (const record of this.order) if (record instanceof AtRest) yield record;
  }

  *pieces(): Iterable<Piece> {
    for (let from = 0; from < this.order.length; from += SIZE) {
      const stamp = (this.stamps[from / SIZE] ??= {});
      yield { stamp, take: () => this.take(from) };
    }
  }

  private take(from: number): () => PieceText {
    const taken = this.order
      .slice(from, from + SIZE)
      .map((record) => (record instanceof AtRest ? record : saved(record, this.resting.mayRest(record))));
    return () => writePiece(taken);
  }
}

function saved(known: Known, rests: boolean): Saved {
  const { incidentId: id, recordId, occurredFrom } = known.newest;
  return { id, recordId, occurredFrom, facets: rests ? known.facets : undefined, remembered: toMemory(known) };
}
