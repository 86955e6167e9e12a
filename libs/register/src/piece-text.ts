import { FACETS, type Facet, type Facets } from '@barometer/incident';
import type { Instant } from '@barometer/time';
import { Lines } from './lines.js';
import { writeRecords, type RememberedRecord } from './memory.js';

/** A piece as text: outlines are read at once, the body when one of its records is asked for. */
export interface PieceText {
  /** What is asked of every record, and those in full that cannot rest. */
  readonly outlines: string;
  /** The others in full. */
  readonly body: string;
}

/** What is asked of every record of a piece, by its place there. */
export interface Outlines {
  /** Empty for a record that cannot rest, as is the record id. */
  readonly ids: Lines;
  readonly recordIds: Lines;
  readonly occurred: readonly Instant[];
  /** Absent for a record that cannot rest. */
  readonly facets: readonly (Facets | undefined)[];
  /** The records that cannot rest, by place. */
  readonly awake: ReadonlyMap<number, RememberedRecord>;
}

/** A record to be written. */
export interface Saved {
  readonly id: string;
  readonly recordId: string;
  readonly occurredFrom: Instant;
  /** Absent for a record that cannot rest. */
  readonly facets?: Facets | undefined;
  readonly remembered: RememberedRecord;
}

/** The outlines as JSON holds them; `said` are the lines of facets, each once, and `facets` the places there, -1 for none. */
interface WrittenOutlines {
  readonly ids: string;
  readonly recordIds: string;
  readonly occurred: readonly Instant[];
  readonly facets: readonly number[];
  readonly said: string;
  readonly awake: readonly (readonly [place: number, record: RememberedRecord])[];
}

// JSON text has no line breaks of its own.
const BETWEEN = '\n';
/** Stands in the body for a record that is written with the outlines. */
const ELSEWHERE: RememberedRecord = { line: 'null' };

/** The text of a piece. */
export function writePiece(records: readonly Saved[]): PieceText {
  const said = new Map<string, number>();
  const placeOf = (facets: Facets): number => {
    const text = JSON.stringify(FACETS.map((facet) => facets[facet]));
    if (!said.has(text)) said.set(text, said.size);
    return said.get(text)!;
  };
  const linesOf = (name: 'id' | 'recordId'): string =>
    Lines.of(records.map(({ facets, [name]: text }) => (facets ? text : ''))).text;
  const written: WrittenOutlines = {
    ids: linesOf('id'),
    recordIds: linesOf('recordId'),
    occurred: records.map(({ occurredFrom }) => occurredFrom),
    facets: records.map(({ facets }) => (facets ? placeOf(facets) : -1)),
    said: [...said.keys()].join(BETWEEN),
    awake: records.flatMap(({ facets, remembered }, place) => (facets ? [] : [[place, remembered] as const])),
  };
  const body = records.map(({ facets, remembered }) => (facets ? remembered : ELSEWHERE));
  return { outlines: JSON.stringify(written), body: writeRecords(body) };
}

/** The outlines that `writePiece` wrote; facets are made of their text by the one given, who may share them. */
export function readOutlines(text: string, facetsIn: (text: string) => Facets): Outlines {
  const { ids, recordIds, occurred, facets, said, awake } = JSON.parse(text) as WrittenOutlines;
  const known = said === '' ? [] : said.split(BETWEEN).map(facetsIn);
  const columns = { ids: new Lines(ids), recordIds: new Lines(recordIds), occurred };
  return { ...columns, facets: facets.map((place) => known[place]), awake: new Map(awake) };
}

/** Facets from their text; `share` may answer an equal list that is there already. */
export function readFacets(text: string, share: (values: readonly string[]) => readonly string[]): Facets {
  const values = JSON.parse(text) as readonly (readonly string[])[];
  const facets = {} as Record<Facet, readonly string[]>;
  for (let i = 0; i < FACETS.length; i++) facets[FACETS[i]!] = share(values[i]!);
  return facets;
}
