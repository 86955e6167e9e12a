import { readArguments, usageOf, type Arguments } from './arguments.js';
import { createLogger } from './log/logger.js';
import { closeOnSignals } from './shutdown.js';
import { startService, type Assemble, type ServiceRole } from './start.js';

/**
 * Runs a service as this process, from its command line to its end: exit code 0 after SIGTERM or SIGINT, 1 where it had to be
 * forced, 2 with one line that says why where it cannot start or cannot go on.
 */
export async function runService(
  role: Exclude<ServiceRole, 'standalone'>,
  args: readonly string[],
  assemble: Assemble,
): Promise<void> {
  try {
    const read = argumentsOf(role, args);
    const service = await startService(role, { ...read, onFatal: (err) => endFatal(role, err) }, assemble);
    closeOnSignals(() => service.close());
    process.stdout.write(`Barometer ${role}: serving on ${service.url}\n`);
  } catch (error) {
    refuse(error);
  }
}

function argumentsOf(role: string, args: readonly string[]): Arguments {
  const read = readArguments(role, args);
  if (read !== 'help') return read;
  process.stdout.write(`${usageOf(role)}\n`);
  process.exit(0);
}

/** It could not start: a person is looking. */
function refuse(error: unknown): never {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(2);
}

/** It cannot go on: what follows depends on state that is not to be saved, so nothing is closed in order. */
function endFatal(role: string, err: unknown): never {
  createLogger({ level: 'fatal' }).fatal({ service: role }, sentenceOf(err));
  process.exit(2);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
