import type { Transition } from '@barometer/alert';
import type { Config } from '@barometer/config';
import { SELF_WATCH } from '@barometer/desk';
import { createGazetteer, type Gazetteer } from '@barometer/gazetteer';
import { kindOf } from '@barometer/indicator';
import { firstLine } from '@barometer/notice';
import type { Instant } from '@barometer/time';
import type { Command } from 'commander';
import { compareConfigs } from '../against/against.js';
import { differs, printComparison } from '../against/print.js';
import { unknown } from '../choose.js';
import { onlyRules, openConfig } from '../definition.js';
import { EXIT } from '../exit.js';
import { openHistory, type History } from '../history.js';
import { note, writeJson, writeLine, type Io } from '../io.js';
import { levelColour } from '../paint.js';
import { formatOption, type Context } from '../program.js';
import { replay } from '../replay.js';
import { shortSeries } from '../short.js';
import { formatTable } from '../table.js';
import { asTime } from '../values.js';
import { when } from '../when.js';

interface Options {
  readonly config: string;
  readonly incidents: string;
  readonly until?: Instant;
  readonly against?: string;
  readonly failOn?: string;
  readonly strict?: true;
  readonly watch?: string;
  readonly format: 'table' | 'ndjson';
}

const EXAMPLES = `
Examples:
  barometer replay -c barometer.yaml -i incidents.ndjson --until 2024-01-28
  barometer replay -c barometer.yaml -i incidents.ndjson --format ndjson | jq -r .level
  barometer replay -c new.yaml -i incidents.ndjson --against barometer.yaml`;

/** `replay`: every transition a config would have made, or what it changes against another. */
export function addReplay(program: Command, { io, found }: Context): void {
  program
    .command('replay')
    .description('print every transition that a config would have made of recorded incidents, as it would live')
    .option('-c, --config <file>', 'the config, - for stdin', 'barometer.yaml')
    .requiredOption('-i, --incidents <file>', 'NDJSON or a JSON array in order of reporting, - for stdin')
    .option('--until <time>', 'take what was recorded up to then, and stop the clock there', asTime)
    .option('--watch <name>', 'only this watch')
    .option('--against <old config>', 'say what differs from another config instead; exit 1 if anything does')
    .option('--fail-on <level>', 'exit 1 if an alert reaches this level')
    .option('--strict', 'exit 1 if a line could not be used')
    .addOption(formatOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => found(await runReplay(io, options)));
}

async function runReplay(io: Io, options: Options): Promise<number> {
  const config = await openConfig(io, options.config);
  const { ladder, watches } = config.definition;
  const { failOn, watch, strict } = options;
  if (failOn !== undefined && !ladder.includes(failOn)) throw unknown('level', failOn, ladder);
  const names = [...watches.map(({ name }) => name), SELF_WATCH];
  if (watch !== undefined && !names.includes(watch)) throw unknown('watch', watch, names);
  const reach = (transition: Transition) =>
    failOn !== undefined && ladder.indexOf(transition.level ?? '') >= ladder.indexOf(failOn);

  const history = await openHistory(io, options.incidents);
  const found = await (options.against === undefined ? list : compare)(io, { config, history, options, reach });
  history.rejects.tell(io);
  return found || (strict && history.rejects.count > 0) ? EXIT.found : EXIT.fine;
}

interface Asked {
  readonly config: Config;
  readonly history: History;
  readonly options: Options;
  /** Whether a transition comes to the level of `--fail-on`. */
  readonly reach: (transition: Transition) => boolean;
}

async function list(io: Io, { config, history, options, reach }: Asked): Promise<boolean> {
  const { watch, until } = options;
  const print = printer(io, options, createGazetteer(config.definition.names));
  let reached = false;
  for await (const { transition } of replay(ofWatch(config, watch), history.entries, until)) {
    if (watch !== undefined && transition.watch !== watch) continue;
    reached ||= reach(transition);
    await print.take(transition);
  }
  await print.end();
  return reached;
}

async function compare(io: Io, { config, history, options, reach }: Asked): Promise<boolean> {
  const { until, watch, format } = options;
  const configs = { before: ofWatch(await openConfig(io, options.against!), watch), after: ofWatch(config, watch) };
  let reached = false;
  const onTransition = ({ transition }: { transition: Transition }) => void (reached ||= reach(transition));
  const found = await compareConfigs(configs, history.entries, { until, watch, onTransition });
  await printComparison(io, found, format);
  return differs(found) || reached;
}

function ofWatch(config: Config, watch: string | undefined): Config {
  return watch === undefined ? config : onlyRules(config, (name) => name === watch);
}

interface Printer {
  take(transition: Transition): Promise<void>;
  end(): Promise<void>;
}

const HEAD = ['AT', 'LEVEL', 'WATCH / RULE', 'SERIES', 'WHAT CHANGED'];

function printer(io: Io, { format }: Options, names: Gazetteer): Printer {
  if (format === 'ndjson') return { take: (transition) => writeJson(io, transition), end: async () => {} };
  const held: ReturnType<typeof briefOf>[] = [];
  return {
    take: async (transition) => void held.push(briefOf(transition, names)),
    async end() {
      if (held.length === 0) return note(io, 'no transitions');
      const short = shortSeries(held.map(({ series }) => series));
      const rows = held.map(({ at, level, about, series, words }) => [at, level, about, short(series), words]);
      await writeLine(io, formatTable(io, HEAD, rows));
    },
  };
}

function briefOf(transition: Transition, names: Gazetteer) {
  const { at, ladder, level, tone, watch, rule, series } = transition;
  return {
    at: when(at),
    level: { text: level ?? '-', colour: levelColour(ladder, level, tone) },
    about: `${watch} / ${rule}`,
    series,
    words: firstLine(transition, { names, kindOf }),
  };
}
