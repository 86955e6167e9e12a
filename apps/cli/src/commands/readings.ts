import type { Duration, Instant } from '@barometer/time';
import { hasClosedSeries } from '@barometer/alert';
import type { Command } from 'commander';
import { chooseRules, requireShape, type Chosen } from '../choose.js';
import { openConfig } from '../definition.js';
import { CannotRun, EXIT } from '../exit.js';
import { openHistory } from '../history.js';
import { note, type Io } from '../io.js';
import { formatOption, type Context } from '../program.js';
import { ReadingReader } from '../readings/reader.js';
import { Samples } from '../readings/samples.js';
import { readingPrinter, type ReadingFormat } from '../readings/print.js';
import { timesOf } from '../readings/times.js';
import { asStep, asTime, asTimes } from '../values.js';

interface Options {
  readonly config: string;
  readonly incidents: string;
  readonly watch?: string;
  readonly rule?: string;
  readonly series?: string;
  readonly at?: readonly Instant[];
  readonly every?: Duration;
  readonly from?: Instant;
  readonly until?: Instant;
  readonly knownAt?: Instant;
  readonly strict?: true;
  readonly desk: string;
  readonly format: ReadingFormat;
}

const EXAMPLES = `
Examples:
  barometer readings -c barometer.yaml -i incidents.ndjson --at 2024-01-20
  barometer readings -c barometer.yaml -i incidents.ndjson \\
      --watch us-forces --rule surge --series country=IQ \\
      --every 1d --from 2023-10-01 --until 2023-10-31
  barometer readings -c barometer.yaml -i incidents.ndjson \\
      --every 1d --format openmetrics > readings.om
  promtool tsdb create-blocks-from openmetrics readings.om data/`;

/** `readings`: what rules read at given times. */
export function addReadings(program: Command, { io, found }: Context): void {
  program
    .command('readings')
    .description('print the readings of rules at given times, each as it was known then')
    .option('-c, --config <file>', 'the config, - for stdin', 'barometer.yaml')
    .requiredOption('-i, --incidents <file>', 'NDJSON or a JSON array in order of reporting, - for stdin')
    .option('--watch <name>', 'only this watch')
    .option('--rule <name>', 'only this rule')
    .option('--series <name>', 'only this series, as in country=IQ, incident=fr-057 or all')
    .option('--at <time,…>', 'read at these times', asTimes)
    .option('--every <duration>', 'read at equal steps, such as 1d', asStep)
    .option('--from <time>', 'with --every: the first; else the end of the first day in the file', asTime)
    .option('--until <time>', 'with --every: the last; else the end of the last day in the file', asTime)
    .option('--known-at <time>', 'from what was known at this time, instead of at the time read', asTime)
    .option('--desk <name>', 'the job of the samples in openmetrics: it tells them from a live desk', 'replay')
    .option('--strict', 'exit 1 if a line could not be used')
    .addOption(formatOption('openmetrics'))
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => found(await runReadings(io, options)));
}

async function runReadings(io: Io, options: Options): Promise<number> {
  const times = timesOf(options);
  const config = await openConfig(io, options.config);
  const chosen = chooseRules(config.definition, options);
  requireShape(chosen, options.series);
  const { entries, rejects } = await openHistory(io, options.incidents);
  const { format, series, desk } = options;
  const samples = new Samples(desk, series);
  const asked = { chosen, series, bare: format !== 'ndjson' };
  const reader = new ReadingReader(config, { ...asked, ...(format === 'openmetrics' ? { samples } : {}) });
  const printer = readingPrinter(io, format, samples);
  for await (const line of reader.read(entries, times, options.knownAt)) await printer.take(line);
  await printer.end();
  if (format === 'openmetrics') tellLeftOut(io, chosen);
  rejects.tell(io);
  if (reader.now === -Infinity) throw new CannotRun(`nothing of ${options.incidents} could be used, or was known then`);
  if (printer.count === 0) note(io, 'no readings: no series had a contribution then');
  return options.strict && rejects.count > 0 ? EXIT.found : EXIT.fine;
}

/** A metric has as many series as labels have values: those without end are not given. */
function tellLeftOut(io: Io, chosen: readonly Chosen[]): void {
  const open = chosen.filter(({ rule }) => !hasClosedSeries(rule));
  if (open.length === 0) return;
  const names = open.map(({ watch, rule }) => `${watch.name}/${rule.name}`).join(', ');
  note(io, `openmetrics has no readings of ${names}: their series are no closed list`);
}
