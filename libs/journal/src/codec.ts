import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Revision } from '@barometer/incident';
import type { Entry } from './entry.js';
import { readWritten, WrittenRevision } from './written.js';

const TYPES: ReadonlySet<string> = new Set(['revision', 'heartbeat', 'tick', 'config', 'act', 'import ended']);

/** JSON with keys sorted at every depth and `undefined` left out: equal content gives equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof WrittenRevision) return sorted(value.toJSON());
  const pairs = Object.entries(value as Record<string, unknown>).filter(([, v]) => v !== undefined);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, v] of pairs) out[key] = sorted(v);
  return out;
}

/** SHA-256 of the text's UTF-8 bytes, in hex. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** An entry as the log carries it. */
export function encodeEntry(entry: Entry): string {
  return JSON.stringify(entry);
}

/** The entry of a journal record; throws where the text is not one, because a journal holds nothing else. */
export function decodeEntry(text: string): Entry {
  const entry = JSON.parse(text) as Entry;
  if (entry === null || typeof entry !== 'object' || !TYPES.has(entry.type)) {
    throw new Error(`not a journal entry: ${text.slice(0, 80)}`);
  }
  return entry;
}

/** As `decodeEntry`, but of a report only what a fold asks of every one is read; the rest of the text when somebody asks. */
export function readEntry(text: string): Entry {
  return readWritten(text) ?? decodeEntry(text);
}

/** A report as a line of the journal, for `readEntry`: the one it was read from, or one that was recorded when it was reported. */
export function lineOf(revision: Revision): string {
  if (revision instanceof WrittenRevision) return revision.line;
  return encodeEntry({ type: 'revision', recorded: revision.reportedAt, revision });
}

/** The content hash that names an entry as a cause; the same wherever the entry is stored. */
export function entryHash(entry: Entry): string {
  return sha256Hex(canonicalJson(entry));
}
