import { plural } from '../plural.js';
import { note, writeJson, writeLine, type Io } from '../io.js';
import type { Colour } from '../paint.js';
import { shortSeries } from '../short.js';
import { formatTable, type Cell } from '../table.js';
import { when } from '../when.js';
import type { Comparison } from './against.js';
import type { Difference, Side } from './compare.js';

const COLOURS: Readonly<Record<Difference['change'], Colour>> = { added: 'green', removed: 'red', moved: 'yellow' };

/** Whether the two configs differ in any alert or in what a receiver is sent. */
export function differs({ alerts, notices }: Comparison): boolean {
  return alerts.length > 0 || notices.some(({ before, after }) => before !== after);
}

/** Prints a comparison: alerts that differ, then notices by receiver. */
export async function printComparison(io: Io, found: Comparison, format: 'table' | 'ndjson'): Promise<void> {
  if (format === 'ndjson') {
    for (const difference of found.alerts) await writeJson(io, { v: 1, type: 'alert', ...difference });
    for (const notices of found.notices) await writeJson(io, { v: 1, type: 'notices', ...notices });
    return;
  }
  if (found.alerts.length > 0) {
    const short = shortSeries(found.alerts.map(({ series }) => series));
    const rows = found.alerts.map((one) => rowOf(one, short));
    await writeLine(io, formatTable(io, ['ALERT', 'WATCH / RULE', 'SERIES', 'WHAT'], rows));
    await writeLine(io, '');
  }
  const rows = found.notices.map(({ receiver, before, after }) => [
    receiver,
    String(before),
    String(after),
    after === before ? '' : `${after > before ? '+' : ''}${after - before}`,
  ]);
  if (rows.length > 0) await writeLine(io, formatTable(io, ['RECEIVER', 'NOTICES BEFORE', 'AFTER', ''], rows));
  note(io, summary(found));
}

function summary({ alerts, total }: Comparison): string {
  const count = (change: Difference['change']) => alerts.filter((one) => one.change === change).length;
  const counts = `${count('added')} added, ${count('removed')} removed, ${count('moved')} moved`;
  return `${plural(total, 'alert')} by the new config: ${alerts.length === 0 ? 'none differs' : counts}`;
}

function rowOf(difference: Difference, short: (series: string) => string): Cell[] {
  const { change, watch, rule, series, before, after, words } = difference;
  const side = after ?? before!;
  const what = [...words, spanOf(side)].join(', ');
  return [{ text: change, colour: COLOURS[change] }, `${watch} / ${rule}`, short(series), what];
}

function spanOf({ level, from, to }: Side): string {
  return `${level} from ${when(from)}${to === null ? ', open' : ` to ${when(to)}`}`;
}
