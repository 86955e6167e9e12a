import type { LogRecord, NewRecord } from '@barometer/store';
import type { Message } from 'kafkajs';
import type { RawRecord } from './client.js';

/**
 * Places of a packed log: a topic's record at offset n holds the places n x STRIDE on. The same in every process, whoever reads from
 * where.
 */
export const STRIDE = 1_024;
/** Entries and characters a pack holds at most. */
const MOST_ENTRIES = 1_000;
const MOST_CHARACTERS = 512 * 1_024;
/** The header that says how many entries a record's lines are. */
const ENTRIES = 'entries';

/** A record to send, and how many of the log's records it carries. */
export interface Packed {
  readonly message: Message;
  readonly count: number;
}

/** One message a record: what foreign readers expect of a topic. */
export function packSingly(records: readonly NewRecord[]): Packed[] {
  return records.map(({ key, value }) => ({ message: messageOf(value, key), count: 1 }));
}

/** Neighbours without a key share a message, a line each: kafkajs' cost is by the message. */
export function packTogether(records: readonly NewRecord[]): Packed[] {
  const packs: Packed[] = [];
  let lines: string[] = [];
  let length = 0;
  const flush = () => {
    if (lines.length > 0) packs.push(packOf(lines));
    lines = [];
    length = 0;
  };
  for (const { key, value } of records) {
    const alone = key !== undefined || value.includes('\n');
    if (alone || lines.length >= MOST_ENTRIES || length + value.length > MOST_CHARACTERS) flush();
    if (alone) packs.push({ message: messageOf(value, key), count: 1 });
    else length += lines.push(value) && value.length;
  }
  flush();
  return packs;
}

function packOf(lines: readonly string[]): Packed {
  if (lines.length === 1) return { message: messageOf(lines[0]!, undefined), count: 1 };
  const message = { partition: 0, value: lines.join('\n'), headers: { [ENTRIES]: String(lines.length) } };
  return { message, count: lines.length };
}

function messageOf(value: string, key: string | undefined): Message {
  return { partition: 0, value, ...(key === undefined ? {} : { key }) };
}

/** A topic's record as the log's records; `stride` is the log's distance between two of the topic's. */
export function unpack(raw: RawRecord, stride: number): LogRecord[] {
  const place = Number(raw.offset) * stride;
  const value = raw.value === null ? '' : raw.value.toString('utf8');
  if (raw.headers[ENTRIES] !== undefined) {
    return value.split('\n').map((line, index) => ({ offset: place + index, value: line }));
  }
  return [raw.key === null ? { offset: place, value } : { offset: place, key: raw.key.toString('utf8'), value }];
}
