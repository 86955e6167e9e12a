import { decodeEntry, encodeEntry, type ConfigEntry } from '@barometer/journal';
import type { Log } from '@barometer/store';
import { journalTail, type JournalTail } from './journal-tail.js';
import type { ConfigSource } from './ports.js';

/** Entries read at once. */
const CHUNK = 500;

/** Appends the definition when it, or the engine, differs from what the journal holds; answers whether it did. */
export async function publishConfig(journal: Log, current: ConfigSource['current'], engine: string): Promise<boolean> {
  const { hash, definition } = current;
  let looked = await journal.end();
  let { config: inForce } = await journalTail(journal);
  for (let published = false; ; published = true) {
    if (inForce?.hash === hash && inForce.engine === engine) return published;
    const entry: ConfigEntry = { type: 'config', engine, hash, replaces: inForce?.hash ?? null, definition };
    const place = await journal.append([{ value: encodeEntry(entry) }]);
    const other = await publishedBetween(journal, { from: looked, to: place }, inForce);
    if (!other) return true;
    // What was just appended names one that was no longer in force, so it is ignored.
    inForce = other;
    looked = place + 1;
  }
}

/** The definition that another process brought into force in between, if any. */
async function publishedBetween(
  journal: Log,
  { from, to }: { readonly from: number; readonly to: number },
  before: JournalTail['config'],
): Promise<JournalTail['config']> {
  let inForce = before;
  for (let at = from; at < to;) {
    const records = await journal.read(at, CHUNK);
    for (const { offset, value } of records) {
      if (offset >= to || !value.includes('"config"')) continue;
      const entry = decodeEntry(value);
      if (entry.type === 'config' && entry.replaces === (inForce?.hash ?? null)) inForce = entry;
    }
    at = records.length === 0 ? to : records.at(-1)!.offset + 1;
  }
  return inForce === before ? undefined : inForce;
}
