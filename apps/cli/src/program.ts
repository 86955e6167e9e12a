import { Command, Option } from 'commander';
import { ENGINE } from '@barometer/desk';
import { addActs } from './commands/acts.js';
import { addAlerts } from './commands/alerts.js';
import { addCheck } from './commands/check.js';
import { addInit } from './commands/init.js';
import { addJournal } from './commands/journal.js';
import { addReadings } from './commands/readings.js';
import { addReplay } from './commands/replay.js';
import { addSchema } from './commands/schema.js';
import { addSendTest } from './commands/send-test.js';
import { addWhy } from './commands/why.js';
import type { Io } from './io.js';

/** What a command is given; `found` takes the exit code of a command that ran. */
export interface Context {
  readonly io: Io;
  readonly found: (code: number) => void;
}

const ABOUT = `Rolling escalation indicators from incident reports.

Data goes to stdout, notes and progress to stderr. Exit codes: 0 fine, 1 found what it was asked
to look for, 2 could not run. A bare date means the end of that day, UTC.`;

/** Every command with its options. */
export function createProgram(io: Io, found: (code: number) => void): Command {
  const program = new Command('barometer')
    .description(ABOUT)
    .version(ENGINE.replace('/', ' '), '-V, --version', 'show the version')
    .exitOverride()
    .showHelpAfterError('(--help shows what there is)')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    });
  const context: Context = { io, found };
  addCheck(program, context);
  addReplay(program, context);
  addReadings(program, context);
  addWhy(program, context);
  addAlerts(program, context);
  addActs(program, context);
  addSendTest(program, context);
  addInit(program, context);
  addJournal(program, context);
  addSchema(program, context);
  return program;
}

/** `--format`: tables for people, NDJSON for machines. */
export function formatOption(...more: readonly string[]): Option {
  return new Option('--format <format>', 'how to print').choices(['table', 'ndjson', ...more]).default('table');
}
