import { createHash } from 'node:crypto';
import { readIncidentFile, receiveHttp, type FileItem } from '@barometer/feed';
import type { Item } from '@barometer/incident';
import { parseInstant, SECOND, type Instant } from '@barometer/time';
import { exampleLines, IMPORTED_AT } from '../acceptance/example-journal.js';

/** Reports from here on come in live, before it they are history. */
const LIVE_FROM = '2024-01-18';

/** One request that a producer sends again until it is acknowledged. */
export interface Input {
  /** When it is sent. */
  readonly at: Instant;
  readonly line: string;
  /** `dataset/recordId.revision` */
  readonly ref: string;
}

const refOf = (line: string) => {
  const { dataset, recordId, revision } = JSON.parse(line) as { dataset: string; recordId: string; revision: number };
  return `${dataset}/${recordId}.${revision}`;
};
const reportedAt = (line: string) => (JSON.parse(line) as { reportedAt: string }).reportedAt;

/** The example's last reports, each sent a second after it was made. */
export function liveInputs(): readonly Input[] {
  return exampleLines()
    .filter((line) => reportedAt(line) >= LIVE_FROM)
    .map((line) => ({ line, ref: refOf(line), at: parseInstant(reportedAt(line)).at + SECOND }));
}

/** The references of the reports that are imported. */
export function historyRefs(): readonly string[] {
  return historyLines().map(refOf);
}

/** The example's first reports, read as a file. */
export function historyItems(): AsyncIterable<FileItem> {
  const bytes = Buffer.from(historyLines().join('\n'));
  return readIncidentFile(oneChunk(bytes), { now: IMPORTED_AT, mode: 'history' });
}

/** An input as its request is read. */
export function itemsOf({ line, at }: Input): readonly Item[] {
  const bytes = Buffer.from(line);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return receiveHttp({ bytes, length: bytes.length, sha256, truncated: false }, {}, at);
}

function historyLines(): readonly string[] {
  return exampleLines().filter((line) => reportedAt(line) < LIVE_FROM);
}

async function* oneChunk(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
