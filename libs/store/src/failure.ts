/** What went wrong with a store: `locked` another process has it, `foreign` not ours, `newer` written by a later version, `closed` used after closing. */
export type StoreFailureCode =
  'full' | 'io' | 'corrupt' | 'foreign' | 'newer' | 'locked' | 'readonly' | 'closed' | 'invalid';

/** A store that could not do what was asked; nothing of the failed call was kept. */
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
