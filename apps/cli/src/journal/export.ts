import { createHash } from 'node:crypto';
import { ENGINE, readTold } from '@barometer/desk';
import type { Log, Stores, Table } from '@barometer/store';
import { CannotRun } from '../exit.js';
import { FORMAT, lineOf, PARTS, type Counts, type Item, type Part, type Trailer } from './format.js';
import { Places, readWhole } from './places.js';
import { translate, type Translation } from './translate.js';

/** Rows of the table `feeds` that belong to one store or one cluster, not to the desk. */
export const OWN = '~';

/** What was written. */
export interface Exported {
  readonly counts: Counts;
  readonly sha256: string;
  readonly watches: number;
}

/** Characters written at a time. */
const CHARACTERS = 256_000;

/** Where an export goes, and who hears how far it is. */
export interface ExportOptions {
  /** Takes whole lines. */
  readonly write: (text: string) => Promise<void>;
  /** Told how much there is, once, and then how much of it is written. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** Writes a desk's whole history as lines; the desk must not run. Throws `CannotRun` where a part of it was lost or it changes. */
export async function exportDesk(stores: Stores, { write, onProgress }: ExportOptions): Promise<Exported> {
  await requireWhole(stores);
  const places = { journal: await Places.of(stores.journal), alerts: await Places.of(stores.alerts) };
  const counts = await countAll(stores, places);
  const all = PARTS.reduce((sum, part) => sum + counts[part], 0);
  const hash = createHash('sha256');
  let waiting = '';
  const flush = async () => {
    const text = waiting;
    waiting = '';
    hash.update(text);
    await write(text);
  };
  const hashed = async (line: string) => {
    waiting += `${line}\n`;
    if (waiting.length > CHARACTERS) await flush();
  };
  await hashed(JSON.stringify({ barometer: 'journal', format: FORMAT, engine: ENGINE, counts }));
  const written: Record<Part, number> = { journal: 0, alerts: 0, rejects: 0, feeds: 0, deliveries: 0 };
  let done = 0;
  for await (const item of itemsOf(stores, toOrdinals(places))) {
    await hashed(lineOf(item));
    written[item.part]++;
    if (++done % 1_000 === 0) onProgress?.(done, all);
  }
  for (const part of PARTS) if (written[part] !== counts[part]) throw new CannotRun(changedText(part));
  await flush();
  const { ends } = await readTold(stores.alerts);
  const sha256 = hash.digest('hex');
  const end: Trailer['end'] = { sha256, alerts: Object.fromEntries([...ends].sort(([a], [b]) => (a < b ? -1 : 1))) };
  await write(`${JSON.stringify({ end })}\n`);
  return { counts, sha256, watches: ends.size };
}

function changedText(part: Part): string {
  return `${part} changed while it was exported: the desk still runs somewhere; stop all of it and export again`;
}

async function requireWhole({ journal, alerts }: Stores): Promise<void> {
  for (const [name, log] of [
    ['journal', journal],
    ['alert log', alerts],
  ] as const) {
    const begin = await log.begin();
    if (begin > 0)
      throw new CannotRun(
        `the ${name} begins at place ${begin}: its start was lost, so that nothing could prove the move; back up the store itself instead`,
      );
  }
}

async function countAll(stores: Stores, places: { journal: Places; alerts: Places }): Promise<Counts> {
  return {
    journal: places.journal.count,
    alerts: places.alerts.count,
    rejects: await countLog(stores.rejects),
    feeds: await countRows(rowsOf(stores.feeds, OWN)),
    deliveries: await countRows(rowsOf(stores.deliveries)),
  };
}

async function countLog(log: Log): Promise<number> {
  let count = 0;
  for await (const records of readWhole(log)) count += records.length;
  return count;
}

async function countRows(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of rows) count++;
  return count;
}

async function* rowsOf(table: Table, without?: string): AsyncIterable<readonly [string, string]> {
  for await (const row of table.all()) if (without === undefined || !row[0].startsWith(without)) yield row;
}

function toOrdinals({ journal, alerts }: { journal: Places; alerts: Places }): Translation {
  return {
    entry: (place) => journal.upTo(place),
    entriesFrom: (place) => journal.before(place),
    transition: (offset) => alerts.upTo(offset),
    transitionsFrom: (offset) => alerts.before(offset),
  };
}

async function* itemsOf(stores: Stores, to: Translation): AsyncIterable<Item> {
  for (const part of ['journal', 'alerts', 'rejects'] as const) {
    for await (const records of readWhole(stores[part])) {
      for (const { key, value } of records) {
        const said = part === 'alerts' ? translate(value, to) : value;
        yield { part, ...(key === undefined ? {} : { key }), value: said };
      }
    }
  }
  for await (const [key, value] of rowsOf(stores.feeds, OWN)) yield { part: 'feeds', key, value };
  for await (const [key, value] of rowsOf(stores.deliveries)) {
    yield { part: 'deliveries', key, value: translate(value, to) };
  }
}
