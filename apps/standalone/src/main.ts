import { BadOptions, readOptions, USAGE, type Options } from './options.js';

const { stdout, stderr } = process;
// The first line comes before anything heavy is loaded.
stdout.write('Barometer 0.1.0: reading the config …\n');

const options = optionsOf(process.argv.slice(2));
await run(options);

function optionsOf(args: readonly string[]): Options {
  try {
    const read = readOptions(args);
    if (read !== 'help') return read;
    stdout.write(`${USAGE}\n`);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof BadOptions)) throw error;
    stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

async function run(options: Options): Promise<void> {
  const { closeOnSignals, startStandalone } = await import('./start.js');
  const { showLive, showNext, showProgress, showTold } = await import('./screen.js');
  const stopping = new AbortController();
  try {
    const standalone = await startStandalone({
      ...options,
      ...(options.example ? { logLevel: 'warn' } : {}),
      progress: showProgress(stdout),
      onFatal: fail,
    });
    closeOnSignals(
      () => standalone.close(),
      () => {
        stopping.abort();
        stdout.write('\nStopping …\n');
      },
    );
    await standalone.notifier.planned();
    await showTold(stdout, standalone, stopping);
    showNext(stdout, standalone, options);
    await showLive(stdout, standalone, stopping);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  stderr.write(`${text}\n`);
  process.exit(2);
}
