import { createHash } from 'node:crypto';
import { LIMITS, originalOf, readItems, safeText, type Item, type RejectItem } from '@barometer/incident';
import type { InboxRecord } from '@barometer/store';
import type { Instant } from '@barometer/time';
import { withOriginal } from '../original.js';
import { sha256 } from '../sha256.js';
import { KEPT, tooLargeReject } from '../too-large.js';

/** The header of a record that stands for bytes which could not be decoded; its value says why. */
const UNREADABLE = 'barometer-unreadable';

/** What one record of a topic holds. */
export interface TopicInput {
  readonly items: readonly Item[];
  /** `topic[partition]@offset`. */
  readonly source: string;
  /** Set where the record is one item, so that its source is place enough. */
  readonly single?: true;
}

export interface TopicReadOptions {
  /** The clock's now: times after it are rejected. */
  readonly now: Instant;
  /** What a missing `reportedAt` means: now (`live`) or the occurrence (`history`). */
  readonly mode: 'live' | 'history';
}

/** Every report, heartbeat and reject of one record: plain JSON, an array, NDJSON, or a CloudEvent in binary or structured mode. */
export function receiveRecord(record: InboxRecord, options: TopicReadOptions): TopicInput {
  const items = itemsOf(record, options);
  return items.length === 1 ? { items, source: record.place, single: true } : { items, source: record.place };
}

/** A record of which only its bytes are known, as a reject. */
export function unreadable({ body, place }: InboxRecord, message: string): TopicInput {
  const item: RejectItem = {
    type: 'reject',
    place: 1,
    reason: 'unreadable',
    path: '',
    message,
    original: keptOf(body),
  };
  return { items: [item], source: place, single: true };
}

function itemsOf(record: InboxRecord, options: TopicReadOptions): readonly Item[] {
  const { body, headers } = record;
  const undecoded = headers[UNREADABLE];
  if (undecoded !== undefined) return unreadable(record, `it could not be decoded: ${safeText(undecoded)}`).items;
  if (body.length > LIMITS.body) return [tooLarge(body)];
  if (Object.hasOwn(headers, '__proto__')) return [forbiddenHeader(body)];
  return withOriginal(readItems(body, headers, { ...options, sha256 }), body);
}

/** What is kept of bytes of any number; the adapter's own hash is the faster one. */
function keptOf(body: Uint8Array): RejectItem['original'] {
  return body.length > LIMITS.rejectWhole ? tooLarge(body).original : originalOf(body);
}

function tooLarge(body: Uint8Array): RejectItem {
  const sha256 = createHash('sha256').update(body).digest('hex');
  return tooLargeReject({ head: body.subarray(0, KEPT), length: body.length, sha256, limit: LIMITS.body, place: 1 });
}

function forbiddenHeader(body: Uint8Array): RejectItem {
  const message = 'a header is named __proto__';
  return { type: 'reject', place: 1, reason: 'forbidden_key', path: '', message, original: originalOf(body) };
}
