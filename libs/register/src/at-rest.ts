import type { Alike, Facets, Grades, Incident, RestingIncident } from '@barometer/incident';
import type { Instant } from '@barometer/time';
import { fromMemory, readRecords, type RememberedRecord } from './memory.js';
import type { Known } from './newest.js';
import type { Outlines } from './piece-text.js';
import { resolveIncident } from './resolve.js';

/** A piece as it was saved: outlines of its records, and their text, which is read when the first of them is asked for. */
export class RestingPiece {
  private records: readonly RememberedRecord[] | undefined;
  private body: (() => string) | undefined;

  constructor(
    readonly outlines: Outlines,
    body: () => string,
    readonly options: { readonly from: number; readonly grades: Grades },
  ) {
    this.body = body;
  }

  record(index: number): RememberedRecord {
    if (this.records === undefined) {
      this.records = readRecords(this.body!());
      this.body = undefined;
    }
    return this.records[index]!;
  }
}

/**
 * A record at rest: one that stands and that no other is linked with, as it was when it was saved. What is asked of every record
 * is known; its report is read when somebody asks for it.
 */
export class AtRest implements RestingIncident {
  constructor(
    private readonly piece: RestingPiece,
    private readonly index: number,
  ) {}

  /** Our id of the record, and so of its incident. */
  get id(): string {
    return this.piece.outlines.ids.at(this.index);
  }

  /** The `hashOf` of its id. */
  get hash(): number {
    return this.piece.outlines.ids.hashAt(this.index);
  }

  get recordId(): string {
    return this.piece.outlines.recordIds.at(this.index);
  }

  get occurredFrom(): Instant {
    return this.piece.outlines.occurred[this.index]!;
  }

  get facets(): Facets {
    return this.piece.outlines.facets[this.index]!;
  }

  /** Its place in order of first recording. */
  get place(): number {
    return this.piece.options.from + this.index;
  }

  /** The record as it was saved. */
  get remembered(): RememberedRecord {
    return this.piece.record(this.index);
  }

  /** The record, resolved and not yet filed: another one at each call. */
  known(): Known {
    const known = fromMemory(this.remembered);
    known.facets = this.facets;
    known.incident = resolveIncident([known], this.piece.options.grades);
    return known;
  }

  read(): Incident {
    return this.known().incident!;
  }
}

/** Records sorted by their facets. */
export function sortAlike(records: Iterable<AtRest>): Iterable<Alike> {
  const all = new Map<Facets, AtRest[]>();
  for (const record of records) {
    const same = all.get(record.facets);
    if (same === undefined) all.set(record.facets, [record]);
    else same.push(record);
  }
  return [...all].map(([facets, same]) => ({ facets, incidents: same }));
}
