import { writeFile } from 'node:fs/promises';
import { starterConfig } from '@barometer/config';
import type { Command } from 'commander';
import { CannotRun, EXIT } from '../exit.js';
import { note, write, type Io } from '../io.js';
import type { Context } from '../program.js';

const EXAMPLES = `
Examples:
  barometer init
  barometer init watch/barometer.yaml
  barometer init - | less`;

/** `init`: a commented config to start from. */
export function addInit(program: Command, { io, found }: Context): void {
  program
    .command('init')
    .description('write a commented config to start from')
    .argument('[file]', 'where to, - for stdout', 'barometer.yaml')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: { force?: true }) => found(await runInit(io, file, options)));
}

async function runInit(io: Io, file: string, { force }: { force?: true }): Promise<number> {
  if (file === '-') {
    await write(io.stdout, starterConfig());
    return EXIT.fine;
  }
  try {
    await writeFile(file, starterConfig(), { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new CannotRun(`${file} is there already: --force replaces it`);
    throw new CannotRun(`${file} cannot be written: ${code ?? String(error)}`);
  }
  note(io, `${file} written; next: barometer check ${file}`);
  return EXIT.fine;
}
