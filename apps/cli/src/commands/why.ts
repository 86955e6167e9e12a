import type { Instant } from '@barometer/time';
import type { Command } from 'commander';
import { chooseRules, chooseSeries, requireShape } from '../choose.js';
import { openConfig } from '../definition.js';
import { CannotRun, EXIT } from '../exit.js';
import { openHistory } from '../history.js';
import { note, writeJson, writeLine, type Io } from '../io.js';
import { formatOption, type Context } from '../program.js';
import { deskAsKnown } from '../replay.js';
import { asTime } from '../values.js';
import { explainSeries } from '../why/explain.js';
import { sayWhy } from '../why/say.js';

interface Options {
  readonly config: string;
  readonly incidents: string;
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
  readonly at?: Instant;
  readonly format: 'table' | 'ndjson';
}

const EXAMPLES = `
Examples:
  barometer why -c barometer.yaml -i incidents.ndjson \\
      --watch us-forces --rule surge --series country=IQ --at 2023-10-20
  barometer why -c barometer.yaml -i incidents.ndjson \\
      --watch us-forces --rule casualties --series incident=fr-057 --at 2024-01-29`;

/** `why`: the reasons a series did or did not fire. */
export function addWhy(program: Command, { io, found }: Context): void {
  program
    .command('why')
    .description('say why a series fired or did not: the reading, the thresholds, the distance, what held it')
    .option('-c, --config <file>', 'the config, - for stdin', 'barometer.yaml')
    .requiredOption('-i, --incidents <file>', 'NDJSON or a JSON array in order of reporting, - for stdin')
    .requiredOption('--watch <name>', 'the watch')
    .requiredOption('--rule <name>', 'the rule')
    .option('--series <name>', 'the series, as in country=IQ or incident=fr-057', 'all')
    .option('--at <time>', 'as known then; else at the end of the file', asTime)
    .addOption(formatOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => found(await runWhy(io, options)));
}

async function runWhy(io: Io, options: Options): Promise<number> {
  const config = await openConfig(io, options.config);
  const [chosen] = chooseRules(config.definition, { watch: options.watch, rule: options.rule });
  requireShape([chosen!], options.series);
  const { entries, rejects } = await openHistory(io, options.incidents);
  const desk = await deskAsKnown(config, entries, options.at);
  rejects.tell(io);
  if (desk.now === -Infinity) throw new CannotRun(`${options.incidents} holds no incident that was known then`);
  const [series] = chooseSeries(desk, chosen!, options.series);
  const why = explainSeries(desk, chosen!, series!);
  if (options.format === 'ndjson') await writeJson(io, why);
  else for (const line of sayWhy(io, why)) await writeLine(io, line);
  suggestSeries(io, desk.series(options.watch, options.rule), series!);
  return EXIT.fine;
}

function suggestSeries(io: Io, known: readonly string[], series: string): void {
  if (known.includes(series)) return;
  const listed = known.slice(0, 10).join(', ') + (known.length > 10 ? `, … ${known.length} in all` : '');
  note(io, `series with reports by then: ${listed || 'none'}`);
}
