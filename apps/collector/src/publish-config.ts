import { isNewer } from '@barometer/desk';
import { decodeEntry, encodeEntry, type ConfigEntry } from '@barometer/journal';
import { StoreFailure, type Log, type Table } from '@barometer/store';
import { journalTail, type PublishedConfig } from './journal-tail.js';
import type { ConfigSource } from './ports.js';

/** Entries read at once. */
const CHUNK = 500;
/** In the table `feeds`: the last definition published, so that a start need not search the journal for it. */
const ROW = '~config';

/** What the row says; without a place the definition may or may not be in the journal. */
type Noted = Omit<PublishedConfig, 'place'> & { readonly place?: number };

export interface PublishOptions {
  /** The table where what is published is noted; without it the journal is searched backwards. */
  readonly feeds?: Table;
  /** Whether this process may still publish; asked before each append, since one that was frozen has lost its turn. */
  readonly mine?: () => boolean;
  /** Done before a newer engine than the one in force is published; what it throws keeps it unpublished. */
  readonly prove?: () => Promise<void>;
  /** Told that an edit is left unpublished, because the engine in force is newer than this one. */
  readonly onOlder?: (inForce: string) => void;
}

/**
 * Appends the definition when it, or the engine, differs from what the journal holds; answers whether it did. Never
 * puts an older engine in force: whoever folds with the newer one would be told another story. Where the note does not
 * hold, the journal is searched backwards.
 */
export async function publishConfig(
  journal: Log,
  current: ConfigSource['current'],
  engine: string,
  { feeds, mine = () => true, prove, onOlder }: PublishOptions = {},
): Promise<boolean> {
  const { hash, definition } = current;
  let looked = await journal.end();
  let inForce = (await notedConfig(journal, feeds)) ?? (await searched(journal, feeds));
  for (let published = false; ; published = true) {
    if (inForce?.hash === hash && inForce.engine === engine) return published;
    if (inForce && isNewer(inForce.engine, engine)) {
      if (inForce.hash !== hash) onOlder?.(inForce.engine);
      return false;
    }
    if (inForce && isNewer(engine, inForce.engine)) await prove?.();
    const entry: ConfigEntry = { type: 'config', engine, hash, replaces: inForce?.hash ?? null, definition };
    await note(feeds, { hash, engine });
    if (!mine()) return false;
    const place = await journal.append([{ value: encodeEntry(entry) }]);
    const other = await publishedBetween(journal, { from: looked, to: place }, inForce);
    await note(feeds, other ?? { hash, engine, place });
    if (!other) return true;
    // What was just appended names one that was no longer in force, so it is ignored.
    inForce = other;
    looked = place + 1;
  }
}

/** What the row says, where the journal bears it out. */
async function notedConfig(journal: Log, feeds: Table | undefined): Promise<PublishedConfig | undefined> {
  const row = await feeds?.get(ROW);
  if (row === undefined) return undefined;
  const { hash, engine, place } = JSON.parse(row) as Noted;
  if (place === undefined) return undefined;
  const [record] = await journal.read(place, 1).catch(noneIfLost);
  const entry = record?.offset === place ? decodeEntry(record.value) : undefined;
  return entry?.type === 'config' && entry.hash === hash && entry.engine === engine
    ? { hash, engine, place }
    : undefined;
}

function noneIfLost(error: unknown): [] {
  if (error instanceof StoreFailure && error.code === 'lost') return [];
  throw error;
}

async function searched(journal: Log, feeds: Table | undefined): Promise<PublishedConfig | undefined> {
  const { config } = await journalTail(journal);
  if (config) await note(feeds, config);
  return config;
}

async function note(feeds: Table | undefined, { hash, engine, place }: Noted): Promise<void> {
  const noted: Noted = place === undefined ? { hash, engine } : { hash, engine, place };
  await feeds?.put([[ROW, JSON.stringify(noted)]]);
}

/** The definition that another process brought into force in between, if any. */
async function publishedBetween(
  journal: Log,
  { from, to }: { readonly from: number; readonly to: number },
  before: PublishedConfig | undefined,
): Promise<PublishedConfig | undefined> {
  let inForce = before;
  for (let at = from; at < to;) {
    const records = await journal.read(at, CHUNK);
    for (const { offset: place, value } of records) {
      if (place >= to || !value.includes('"config"')) continue;
      const entry = decodeEntry(value);
      if (entry.type !== 'config' || entry.replaces !== (inForce?.hash ?? null)) continue;
      inForce = { hash: entry.hash, engine: entry.engine, place };
    }
    at = records.length === 0 ? to : records.at(-1)!.offset + 1;
  }
  return inForce === before ? undefined : inForce;
}
