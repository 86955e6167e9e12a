import type { Command } from 'commander';
import { checkConfig } from '../check/config.js';
import { checkIncidents } from '../check/incidents.js';
import { recognise } from '../check/recognise.js';
import { CannotRun, EXIT } from '../exit.js';
import type { Io } from '../io.js';
import { formatOption, type Context } from '../program.js';
import { openSource } from '../source.js';

/** What `check` was asked to print. */
export interface CheckOptions {
  readonly explain?: true;
  readonly format: 'table' | 'ndjson';
}

const EXAMPLES = `
Examples:
  barometer check barometer.yaml
  barometer check barometer.yaml --explain
  barometer check barometer.yaml incidents.ndjson
  zcat incidents.ndjson.gz | barometer check -`;

/** `check`: every problem of configs and files of incidents. */
export function addCheck(program: Command, { io, found }: Context): void {
  program
    .command('check')
    .description('say everything that is wrong with configs and files of incidents, told apart by what they hold')
    .argument('<file...>', 'files, - for stdin')
    .option('--explain', 'print the config as it takes effect, every default written out')
    .addOption(formatOption())
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: CheckOptions) => found(await runCheck(io, files, options)));
}

async function runCheck(io: Io, files: readonly string[], options: CheckOptions): Promise<number> {
  if (options.explain && options.format === 'ndjson') throw new CannotRun('--explain prints YAML, not NDJSON');
  let sound = true;
  for (const file of files) {
    const { holds, source } = await recognise(await openSource(io, file));
    const ok = holds === 'config' ? await checkConfig(io, source, options) : await checkIncidents(io, source, options);
    sound &&= ok;
  }
  return sound ? EXIT.fine : EXIT.found;
}
