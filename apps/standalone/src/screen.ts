import type { LiveConfig } from '@barometer/config';
import { createGazetteer } from '@barometer/gazetteer';
import { persist, timerSleep, type Sleep } from '@barometer/service';
import type { Progress, Standalone } from './start.js';
import { liveLine, toldAlerts, toldLine } from './told.js';
import type { AlertRecord } from '@barometer/alert';
import type { Options } from './options.js';

const WIDTH = 24;

/** Where lines go; a terminal may be overwritten. */
export interface Out {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows the start on the screen: what the config holds and how far the import is. */
export function showProgress(out: Out): Progress {
  let shown = -1;
  return {
    onConfig: (config) => void out.write(`${holds(config)}\n`),
    onShare(share) {
      const step = Math.floor(share * (out.isTTY ? 100 : 4));
      if (step === shown) return;
      shown = step;
      const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
      out.write(
        `${out.isTTY ? '\r' : ''}Importing history [${bar}] ${Math.round(share * 100)} %${out.isTTY ? '' : '\n'}`,
      );
    },
    onImported({ outcome, accepted, rejected }) {
      if (out.isTTY) out.write('\n');
      if (outcome === 'already') out.write('History was imported before: going on where the last run stopped.\n');
      else out.write(`Imported ${counted(accepted, 'report')}, ${rejected} rejected.\n`);
    },
  };
}

function holds({ file, current }: LiveConfig): string {
  const { watches, feeds } = current.definition;
  const rules = watches.reduce((sum, watch) => sum + watch.rules.length, 0);
  const names = watches.map(({ name }) => name).join(', ');
  const counts = [
    `${counted(watches.length, 'watch', 'watches')} (${names})`,
    counted(rules, 'rule'),
    counted(feeds.filter(({ name }) => name !== 'other').length, 'feed'),
    counted(current.receivers.length, 'receiver'),
  ];
  return `Config ${file}: ${counts.join(', ')}.`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What printing needs of a running Barometer. */
type Printed = Pick<Standalone, 'stores' | 'config'>;

/** How the store is asked while it is away: once a second until the signal aborts. */
export interface Asking {
  readonly signal: AbortSignal;
  /** For tests; by default a timer. */
  readonly sleep?: Sleep;
}

/** What its reader would have been told, as it was known then: one line an alert. */
export async function showTold(out: Out, { stores, config }: Printed, on: Asking): Promise<void> {
  const told = (await ask(() => toldAlerts(stores.alerts), on)) ?? [];
  const names = createGazetteer(config.current.definition.names);
  if (told.length === 0) return;
  out.write(`\nWhat its reader would have been told, as it was known then (${counted(told.length, 'alert')}):\n`);
  for (const alert of told) out.write(`${clip(toldLine(alert, names), out)}\n`);
  out.write('\n');
}

/** Cut to the terminal's width; whole where it is piped. */
function clip(line: string, out: Out): string {
  const width = out.isTTY ? (out.columns ?? 120) : Infinity;
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}

/** Where to look, and what to try next. */
export function showNext(out: Out, { url, taken, outboxDirectory, config }: Standalone, options: Options): void {
  const at = options.defaultAt === undefined ? '' : `?at=${new Date(options.defaultAt).toISOString().slice(0, 10)}`;
  if (taken.length > 0) out.write(`Port ${taken.join(', ')} is taken: using the next free one.\n`);
  out.write(`Pages    ${url}/${at}\n`);
  out.write(`Outbox   ${url}/outbox  (files in ${outboxDirectory})\n`);
  if (config.problems.length > 0) out.write(`Warnings ${url}/config\n`);
  if (options.example) out.write(TRY(url));
  out.write('Ctrl-C stops it; nothing is lost, and the next start goes on from here.\n\n');
}

const TRY = (url: string) => `
Post a new attack and watch it raise an alert here, on the page and in the outbox:

  curl -X POST ${url}/incidents -H 'content-type: application/json' -d '{
    "dataset": "founding-region", "recordId": "my-first", "kind": "attack", "occurredFrom": "'$(date -u +%F)'",
    "country": "JO", "place": "Tower 22", "target": "actor:usa-mil", "tactic": "one_way_drone",
    "injured": 2, "reporter": "us_centcom" }'

Start with a config of your own:

  npx barometer init barometer.yaml
  npm start -- barometer.yaml
`;

/** Prints each transition that comes out from now on, until the signal aborts. */
export async function showLive(out: Out, { stores, config }: Printed, on: Asking): Promise<void> {
  const { alerts } = stores;
  let next = (await ask(() => alerts.end(), on)) ?? 0;
  while (!on.signal.aborted) {
    const records = (await ask(() => alerts.read(next, 100), on)) ?? [];
    const names = createGazetteer(config.current.definition.names);
    for (const { offset, value } of records) {
      out.write(`${clip(liveLine((JSON.parse(value) as AlertRecord).transition, names), out)}\n`);
      next = offset + 1;
    }
    if (records.length === 0) await ask(() => alerts.changed(next, on.signal), on);
  }
}

/** What the store answers, asked again while it is away; `undefined` where printing was over first. */
async function ask<T>(work: () => Promise<T>, { signal, sleep = timerSleep }: Asking): Promise<T | undefined> {
  try {
    return await persist(work, { sleep, signal, logger: NO_LINES });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Whoever works with the store says what is wrong with it; printing only waits. */
const NO_LINES = { info: () => undefined, warn: () => undefined, error: () => undefined };
