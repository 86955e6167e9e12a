/** A moment: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A length of time in milliseconds. */
export type Duration = number;

/** A stretch of time; `from` is in it and `to` is not, unless the user of it says otherwise. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Where time comes from: only edges hold one, the core takes instants as arguments. */
export interface Clock {
  /** The wall clock. */
  now(): Instant;
  /** Milliseconds from an arbitrary start that never step back. */
  monotonic(): Duration;
}
