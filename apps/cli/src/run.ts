import { EngineTooOld } from '@barometer/desk';
import { StoreFailure } from '@barometer/store';
import { CommanderError } from 'commander';
import { CannotRun, EXIT } from './exit.js';
import { note, PipeClosed, type Io } from './io.js';
import { createProgram } from './program.js';

/** Runs one command as if typed after `barometer`; answers its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.fine;
  const program = createProgram(io, (found) => (code = found));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return codeOf(error, io);
  }
}

function codeOf(error: unknown, io: Io): number {
  if (error instanceof PipeClosed) return EXIT.fine;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.failed;
  if (error instanceof CannotRun || error instanceof EngineTooOld || error instanceof StoreFailure) {
    note(io, `barometer: ${error.message}`);
    return EXIT.failed;
  }
  note(io, `barometer: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return EXIT.failed;
}
