import { open, rename, rm, stat } from 'node:fs/promises';
import type { Stores } from '@barometer/store';
import type { Command } from 'commander';
import { openConfig } from '../definition.js';
import { CannotRun, EXIT } from '../exit.js';
import { note, write, writeJson, writeLine, type Io } from '../io.js';
import { exportDesk, type Exported } from '../journal/export.js';
import { importDesk } from '../journal/import.js';
import { prove, type Proof } from '../journal/prove.js';
import { openExport, sizeOf, type ExportFile } from '../journal/read-file.js';
import { openDesk } from '../journal/stores.js';
import { plural } from '../plural.js';
import { formatOption, type Context } from '../program.js';
import { progressBar } from '../progress.js';
import { formatTable } from '../table.js';

interface Options {
  readonly config: string;
  readonly stopped?: true;
}

const EXAMPLES = `
Examples:
  barometer journal export -c small.yaml --to desk.ndjson
  barometer journal import -c large.yaml desk.ndjson --stopped`;

/** `journal export` and `journal import`: a desk moves from one store to another. */
export function addJournal(program: Command, { io, found }: Context): void {
  const journal = program
    .command('journal')
    .description('move a whole desk to another store: its journal, alerts, and what was told to whom')
    .addHelpText('after', EXAMPLES);
  const config = ['-c, --config <file>', 'the config, - for stdin', 'barometer.yaml'] as const;
  const stopped = ['--stopped', 'every process of the desk is stopped; needed with store: kafka'] as const;
  journal
    .command('export')
    .description('write a stopped desk as NDJSON')
    .option(...config)
    .option('--to <file>', 'where to, - for stdout; a file that exists is not written over', '-')
    .option(...stopped)
    .action(async (options: Options & { readonly to: string }) => found(await runExport(io, options)));
  journal
    .command('import')
    .description('read such a file into an empty desk and prove that it gives the same alerts; exit 1 if it does not')
    .argument('<file>', 'what `journal export` wrote')
    .option(...config)
    .option(...stopped)
    .addOption(formatOption())
    .action(async (file: string, options: Options & { readonly format: 'table' | 'ndjson' }) =>
      found(await runImport(io, file, options)),
    );
}

async function runExport(io: Io, options: Options & { readonly to: string }): Promise<number> {
  const config = await openConfig(io, options.config);
  if (options.to !== '-' && (await exists(options.to))) throw new CannotRun(`${options.to} exists already`);
  const stores = await openDesk(io, config, options.stopped === true);
  try {
    const exported = await exportTo(io, stores, options.to);
    note(io, sayExported(exported));
    return EXIT.fine;
  } finally {
    await stores.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A file gets its name once it is whole and durable. */
async function exportTo(io: Io, stores: Stores, to: string): Promise<Exported> {
  if (to === '-') return exportDesk(stores, { write: (text) => write(io.stdout, text) });
  const part = `${to}.part`;
  const file = await open(part, 'w', 0o600);
  const onProgress = await exportBar(io);
  try {
    const exported = await exportDesk(stores, { write: async (text) => void (await file.writeFile(text)), onProgress });
    await file.sync();
    await file.close();
    await rename(part, to);
    return exported;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  } finally {
    onProgress.stop();
  }
}

async function exportBar(io: Io) {
  let bar: Awaited<ReturnType<typeof progressBar>> | undefined;
  const onProgress = (done: number, all: number) => {
    if (bar) bar.at(done);
    else void progressBar(io, { name: 'the desk', size: all }).then((made) => (bar = made));
  };
  return Object.assign(onProgress, { stop: () => bar?.stop() });
}

function sayExported({ counts, sha256, watches }: Exported): string {
  const parts = [
    plural(counts.journal, 'entry', 'entries'),
    `${plural(counts.alerts, 'transition')} of ${plural(watches, 'watch', 'watches')}`,
    plural(counts.rejects, 'reject'),
    plural(counts.deliveries, 'delivery row'),
  ];
  return `exported ${parts.join(', ')}; sha256 ${sha256}`;
}

async function runImport(
  io: Io,
  path: string,
  options: Options & { readonly format: 'table' | 'ndjson' },
): Promise<number> {
  const config = await openConfig(io, options.config);
  const file = await openExport(path);
  const stores = await openDesk(io, config, options.stopped === true);
  try {
    await importFile(io, stores, file);
    const proofs = await prove(stores, file.end.alerts);
    await printProofs(io, proofs, options.format);
    const differing = proofs.filter(({ same }) => !same);
    if (differing.length > 0) {
      note(io, `${plural(differing.length, 'watch', 'watches')} differ: the desk here must not be started`);
      return EXIT.found;
    }
    const { putImportMark } = await import('@barometer/service');
    await putImportMark(stores.feeds, { sha256: file.end.sha256, done: true });
    note(
      io,
      `imported ${plural(file.header.counts.journal, 'entry', 'entries')}; the alert log is the same, watch by watch`,
    );
    return EXIT.fine;
  } finally {
    await stores.close();
  }
}

async function importFile(io: Io, stores: Stores, file: ExportFile): Promise<void> {
  const { importMark, putImportMark } = await import('@barometer/service');
  const mark = await importMark(stores.feeds);
  const { sha256 } = file.end;
  if (mark?.done && mark.sha256 === sha256) throw new CannotRun(`${file.path} was imported here already`);
  const bar = await progressBar(io, { name: file.path, size: await sizeOf(file.path) });
  try {
    await importDesk({
      ...{ stores, file },
      begun: mark?.done === false ? mark.sha256 : undefined,
      begin: () => putImportMark(stores.feeds, { sha256, done: false }),
      onBytes: (bytes) => bar.at(bytes),
    });
  } finally {
    bar.stop();
  }
}

const HEAD = ['WATCH', 'TRANSITIONS', 'EXPORTED', 'WRITTEN', 'FOLDED', ''];

async function printProofs(io: Io, proofs: readonly Proof[], format: 'table' | 'ndjson'): Promise<void> {
  if (format === 'ndjson') {
    for (const proof of proofs) await writeJson(io, proof);
    return;
  }
  if (proofs.length === 0) return note(io, 'no transitions yet: there is nothing to compare');
  const rows = proofs.map(({ watch, watchSeq, exported, written, folded, same }) => [
    ...[watch, String(watchSeq), short(exported), short(written), short(folded)],
    same ? { text: 'same', colour: 'green' as const } : { text: 'DIFFERS', colour: 'red' as const },
  ]);
  await writeLine(io, formatTable(io, HEAD, rows));
}

const short = (hash: string) => (hash === '' ? '-' : hash.slice(0, 12));
