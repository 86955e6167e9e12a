import { rankOf } from '@barometer/alert';
import type { OpenAlert } from '@barometer/desk';
import { iso, type Instant } from '@barometer/time';
import type { Command } from 'commander';
import { openConfig } from '../definition.js';
import { CannotRun, EXIT } from '../exit.js';
import { openHistory } from '../history.js';
import { note, writeJson, writeLine, type Io } from '../io.js';
import { levelColour } from '../paint.js';
import { formatOption, type Context } from '../program.js';
import { deskAsKnown } from '../replay.js';
import { Client, type ServerOptions } from '../server/client.js';
import { shortSeries } from '../short.js';
import { formatTable, type Cell } from '../table.js';
import { asTime } from '../values.js';
import { when } from '../when.js';

interface Options extends ServerOptions {
  readonly config?: string;
  readonly incidents?: string;
  readonly at?: Instant;
  readonly format: 'table' | 'ndjson';
}

/** One open alert: a line of `alerts`, the same from a file as from a server. */
interface AlertLine {
  readonly alertId: string;
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
  readonly title: string;
  readonly level: string | null;
  readonly since: string;
  readonly tone: 'alarm' | 'easing';
}

const EXAMPLES = `
Examples:
  barometer alerts
  barometer alerts --url https://barometer.example.org --token-file /run/secrets/barometer
  barometer alerts -c barometer.yaml -i incidents.ndjson --at 2024-01-29`;

/** `alerts`: the open alerts of a running Barometer or of a file. */
export function addAlerts(program: Command, { io, found }: Context): void {
  program
    .command('alerts')
    .description('list open alerts, of a running Barometer or of a file')
    .option('--url <address>', 'where it runs; else $BAROMETER_URL, else http://127.0.0.1:8080')
    .option('--token-file <file>', 'a file with a token; else $BAROMETER_TOKEN_FILE')
    .option('-i, --incidents <file>', 'fold a file instead: NDJSON or a JSON array, - for stdin')
    .option('-c, --config <file>', 'with --incidents: the config (default: "barometer.yaml")')
    .option('--at <time>', 'as known then', asTime)
    .addOption(formatOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => found(await runAlerts(io, options)));
}

async function runAlerts(io: Io, options: Options): Promise<number> {
  const { config = 'barometer.yaml', incidents, url, format } = options;
  if (options.config !== undefined && incidents === undefined) throw new CannotRun('--config goes with --incidents');
  if (incidents !== undefined && url !== undefined) throw new CannotRun('name either --url or --incidents');
  const alerts = incidents === undefined ? fromServer(io, options) : fromFile(io, config, incidents, options.at);
  const held: AlertLine[] = [];
  for await (const alert of alerts) {
    if (format === 'ndjson') await writeJson(io, alert);
    else held.push(alert);
  }
  if (format === 'table') await printAlerts(io, held);
  return EXIT.fine;
}

async function printAlerts(io: Io, alerts: readonly AlertLine[]): Promise<void> {
  if (alerts.length === 0) return note(io, 'no open alerts');
  const short = shortSeries(alerts.map(({ series }) => series));
  const rows = alerts.map((alert) => rowOf(alert, short));
  await writeLine(io, formatTable(io, ['LEVEL', 'SINCE', 'ALERT', 'WATCH / RULE', 'SERIES', 'TITLE'], rows));
}

function fromServer(io: Io, options: Options): AsyncIterable<AlertLine> {
  const at = options.at === undefined ? undefined : iso(options.at);
  return new Client(io, options).list('api/v1/alerts', { state: 'open', at });
}

async function* fromFile(io: Io, config: string, incidents: string, at?: Instant): AsyncIterable<AlertLine> {
  const { entries, rejects } = await openHistory(io, incidents);
  const desk = await deskAsKnown(await openConfig(io, config), entries, at);
  rejects.tell(io);
  const open = [...desk.open()];
  open.sort((a, b) => rankOf(b.last, b.level) - rankOf(a.last, a.level));
  yield* open.map(lineOf);
}

function lineOf({ alertId, last }: OpenAlert) {
  const { watch, rule, series, title, level, since, at, transition, reason, value, seq, tone, history } = last;
  const head = { state: 'open', alertId, watch, rule, series, title, level, since } as const;
  return { ...head, at, transition, reason, value, seq, tone, history };
}

function rowOf(alert: AlertLine, short: (series: string) => string): Cell[] {
  const { level, since, alertId, watch, rule, series, title, tone } = alert;
  const colour = tone === 'easing' ? 'green' : levelColour(['low', 'elevated', 'high', 'critical'], level, tone);
  return [{ text: level ?? '-', colour }, when(since), alertId, `${watch} / ${rule}`, short(series), title];
}
