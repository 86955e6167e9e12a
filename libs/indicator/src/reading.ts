import type { Instant } from '@barometer/time';

export type FieldValue = number | boolean | string;
/** Published fields by name; an unbounded `stood` is `Infinity` here and `"ever"` in JSON. */
export type Fields = Readonly<Record<string, FieldValue>>;

/** What the window was compared with: k incidents in `days` covered days. */
export interface Baseline {
  readonly k: number;
  readonly days: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** A measure of one series at one instant. */
export interface Reading {
  /** False where no reading can be given (`why` says so); conditions then hold nothing and release nothing. */
  readonly known: boolean;
  readonly why?: string;
  readonly value: number;
  readonly fields: Fields;
  readonly baseline?: Baseline;
  /** The reading touches time that nobody covers, or rests on a short baseline. */
  readonly provisional: boolean;
  /** The first later instant at which the reading can change without new input; `Infinity` if none. */
  readonly until: Instant;
  /** Earliest occurrence the reading depends on; a changed contribution in [from, at] changes its evidence. */
  readonly from: Instant;
}

/** An incident's share in a reading, most important first. */
export interface Contributor {
  readonly ref: string;
  readonly at: Instant;
  /** Its part of the value, 0 where it only sets the scene (a record beaten, a counter's statement). */
  readonly weight: number;
  /** Its part in words where weight says too little: `beaten`, `largest since`, `after`, `link 3`. */
  readonly as?: string;
}
