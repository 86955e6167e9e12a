import type { NewRecord, Stores } from '@barometer/store';
import { CannotRun } from '../exit.js';
import type { ExportFile } from './read-file.js';
import type { Item } from './format.js';
import { Places } from './places.js';
import { translate, type Translation } from './translate.js';

const RECORDS = 500;
const CHARACTERS = 500_000;
const LOGS = ['journal', 'alerts', 'rejects'] as const;
type LogPart = (typeof LOGS)[number];

/** What is imported, into what, and what is known of an earlier attempt. */
export interface ImportParts {
  readonly stores: Stores;
  readonly file: ExportFile;
  /** The hash of the file whose import was begun here and did not end, if one was. */
  readonly begun: string | undefined;
  /** Notes that the import has begun. */
  readonly begin: () => Promise<void>;
  readonly onBytes?: (bytes: number) => void;
  /** Records written in one piece. */
  readonly atOnce?: number;
}

/** Writes a file into an empty desk, or goes on where an import of the same file stopped; throws `CannotRun` for any other desk. */
export async function importDesk({
  stores,
  file,
  begun,
  begin,
  onBytes,
  atOnce = RECORDS,
}: ImportParts): Promise<void> {
  if (begun === undefined) await requireEmpty(stores);
  else if (begun !== file.end.sha256)
    throw new CannotRun('an import of another file was begun here and not ended: end that one first');
  await begin();
  const writer = new Writer(stores, await alreadyThere(stores), atOnce);
  for await (const item of file.items(onBytes)) await writer.take(item);
  await writer.end();
}

async function requireEmpty(stores: Stores): Promise<void> {
  for (const part of LOGS) {
    if ((await stores[part].end()) > 0) throw new CannotRun(fullText(part));
  }
  for (const part of ['deliveries', 'feeds'] as const) {
    for await (const _ of stores[part].all()) throw new CannotRun(fullText(part));
  }
}

function fullText(part: string): string {
  return `there is a desk already (its ${part} hold something): a history is imported into an empty one only`;
}

async function alreadyThere(stores: Stores): Promise<Record<LogPart, number>> {
  const there = { journal: 0, alerts: 0, rejects: 0 };
  for (const part of LOGS) there[part] = (await Places.of(stores[part])).count;
  return there;
}

/** Writes items in the order of the file; records that are there already are passed over. */
class Writer {
  private part: Item['part'] | undefined;
  private to: Translation | undefined;
  private records: NewRecord[] = [];
  private rows: [string, string][] = [];
  private size = 0;

  constructor(
    private readonly stores: Stores,
    private readonly there: Record<LogPart, number>,
    private readonly atOnce: number,
  ) {}

  async take(item: Item): Promise<void> {
    if (item.part !== this.part) await this.turnTo(item.part);
    if (item.part === 'feeds' || item.part === 'deliveries') this.rows.push([item.key ?? '', this.said(item)]);
    else if (this.there[item.part] > 0) this.there[item.part]--;
    else this.records.push({ ...(item.key === undefined ? {} : { key: item.key }), value: this.said(item) });
    this.size += item.value.length;
    if (this.size > CHARACTERS || this.records.length + this.rows.length >= this.atOnce) await this.flush();
  }

  async end(): Promise<void> {
    await this.flush();
  }

  /** Places are known once everything before is written. */
  private async turnTo(part: Item['part']): Promise<void> {
    await this.flush();
    this.part = part;
    this.to = part === 'alerts' || part === 'deliveries' ? await fromOrdinals(this.stores) : undefined;
  }

  private async flush(): Promise<void> {
    const { stores, part, records, rows } = this;
    [this.records, this.rows, this.size] = [[], [], 0];
    if (records.length > 0) await stores[part as LogPart].append(records);
    if (rows.length > 0) await stores[part as 'feeds' | 'deliveries'].put(rows);
  }

  private said({ value }: Item): string {
    return this.to ? translate(value, this.to) : value;
  }
}

/** Places here of what the file names by ordinal. */
async function fromOrdinals(stores: Stores): Promise<Translation> {
  const [journal, alerts] = [await Places.of(stores.journal), await Places.of(stores.alerts)];
  return {
    entry: (ordinal) => journal.at(ordinal),
    entriesFrom: (ordinal) => journal.from(ordinal),
    transition: (ordinal) => alerts.at(ordinal),
    transitionsFrom: (ordinal) => alerts.from(ordinal),
  };
}
