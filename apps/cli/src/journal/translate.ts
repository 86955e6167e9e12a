/** How places of one store are said in another, or as ordinals. */
export interface Translation {
  /** A journal place at which something came out. */
  readonly entry: (place: number) => number;
  /** From where the journal is read on. */
  readonly entriesFrom: (place: number) => number;
  /** The place of a transition in the alert log. */
  readonly transition: (offset: number) => number;
  /** From where the alert log is read on. */
  readonly transitionsFrom: (offset: number) => number;
}

interface Placed {
  readonly place?: number;
  readonly offset?: number;
}

/** The parts of alert records and ledger rows that name places; everything else is carried as it is. */
interface Row extends Placed {
  readonly offsets?: readonly number[];
  readonly positions?: { readonly alerts: number; readonly acts: number };
  readonly digests?: readonly { readonly offsets: readonly number[] }[];
  readonly last?: Placed;
}

/** A record of the alert log, or a row of the ledger, with its places said in other words; the order of fields stays. */
export function translate(text: string, to: Translation): string {
  const row = JSON.parse(text) as Row;
  const { offsets, positions, digests, last, place } = row;
  const moved: Record<string, unknown> = {};
  if (place !== undefined) moved['place'] = to.entry(place);
  if (offsets) moved['offsets'] = offsets.map(to.transition);
  if (positions) {
    const read = { alerts: to.transitionsFrom(positions.alerts), acts: to.entriesFrom(positions.acts) };
    moved['positions'] = { ...positions, ...read };
  }
  if (digests) moved['digests'] = digests.map((one) => ({ ...one, offsets: one.offsets.map(to.transition) }));
  if (last) moved['last'] = { ...last, ...placed(last, to) };
  return Object.keys(moved).length === 0 ? text : JSON.stringify({ ...row, ...moved });
}

function placed({ place, offset }: Placed, to: Translation): Placed {
  return {
    ...(place === undefined ? {} : { place: to.entry(place) }),
    ...(offset === undefined ? {} : { offset: to.transition(offset) }),
  };
}
