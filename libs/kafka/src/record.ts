import type { InboxRecord } from '@barometer/store';
import type { RawRecord } from './client.js';

/** Headers taken from one record, and characters of each: more than any contract needs. */
const MOST_HEADERS = 64;
const MOST_CHARACTERS = 4_096;

/** Most records bring no header at all. */
const NONE: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>);

/** A topic's record as an input: of a header given several times the first counts; a record without a value has an empty body. */
export function inboxRecord(
  topic: string,
  partition: number,
  { offset, headers, value }: Pick<RawRecord, 'offset' | 'headers' | 'value'>,
): InboxRecord {
  return {
    body: value ?? new Uint8Array(),
    headers: headersOf(headers ?? {}),
    place: `${topic}[${partition}]@${offset}`,
  };
}

function headersOf(headers: RawRecord['headers']): Readonly<Record<string, string>> {
  const names = Object.keys(headers);
  if (names.length === 0) return NONE;
  const texts = names.slice(0, MOST_HEADERS).flatMap((name) => {
    const given = headers[name];
    const first = Array.isArray(given) ? (given as readonly Buffer[])[0] : (given as Buffer | undefined);
    return first === undefined ? [] : [[name, first.toString('utf8').slice(0, MOST_CHARACTERS)] as const];
  });
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(texts));
}
