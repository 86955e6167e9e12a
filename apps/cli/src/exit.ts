/** Exit codes: 0 fine, 1 found what it was asked to look for, 2 could not run. */
export const EXIT = { fine: 0, found: 1, failed: 2 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command cannot do what it was asked to; its message is for the person at the terminal. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
