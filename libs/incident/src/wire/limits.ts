import { MINUTE, type Duration } from '@barometer/time';

/** What one input may hold at most. */
export const LIMITS = {
  /** Bytes of a body, and of one record of a file. */
  body: 1_048_576,
  /** Nesting of lists and objects. */
  depth: 12,
  /** Keys and list elements in one record. */
  parts: 5_000,
  /** Characters of an id, a name, a note, a link and a time. */
  id: 200,
  name: 300,
  note: 4_000,
  url: 2_048,
  time: 64,
  /** Elements of a list the schema names. */
  list: 200,
  /** People or munitions in one number. */
  count: 10_000_000,
  /** Bytes of unknown fields kept aside. */
  extra: 16_384,
  /** Bytes of a rejected body kept whole; of a larger one, bytes kept from its start. */
  rejectWhole: 262_144,
  rejectStart: 65_536,
} as const;

/** How far a time may lie ahead of our clock. */
export const AHEAD: Duration = 5 * MINUTE;
/** 1900-01-01T00:00:00Z. */
export const EARLIEST = -2_208_988_800_000;
/** A number of milliseconds below this (March 1973) is taken for seconds. */
export const LEAST_MILLISECONDS = 100_000_000_000;
