/**
 * What went wrong with a store: `locked` another process has it, `foreign` not ours, `newer` written by a later version, `closed` used
 * after closing, `lost` asked for history that is gone, `unsure` no answer came, so it may have been done, `unreachable` nobody answers,
 * `refused` not allowed or not set up as it must be.
 */
export type StoreFailureCode =
  | 'full'
  | 'io'
  | 'corrupt'
  | 'foreign'
  | 'newer'
  | 'locked'
  | 'readonly'
  | 'closed'
  | 'invalid'
  | 'lost'
  | 'unsure'
  | 'unreachable'
  | 'refused';

/** A store that could not do what was asked; nothing of the failed call was kept, unless its code is `unsure`. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';

  constructor(
    readonly code: StoreFailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
