/** Why an input cannot be used: a closed list, safe as a metric label. */
export const REASONS = [
  'empty',
  'too_large',
  'unreadable',
  'not_utf8',
  'broken_json',
  'bad_envelope',
  'not_an_object',
  'too_deep',
  'too_many_keys',
  'forbidden_key',
  'control_characters',
  'missing_field',
  'wrong_type',
  'unknown_kind',
  'unknown_value',
  'too_long',
  'bad_text',
  'bad_number',
  'bad_range',
  'bad_time',
  'time_in_future',
  'time_before_1900',
  'seconds_for_milliseconds',
] as const;
export type Reason = (typeof REASONS)[number];

/** Thrown inside the reader only, where it is caught and becomes a reject. */
export class Unusable extends Error {
  constructor(
    readonly reason: Reason,
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}
