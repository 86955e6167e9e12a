import type { Instant } from '@barometer/time';
import type { Sha256 } from '../identity.js';
import type { Revision } from '../revision.js';
import { binaryAttributes, headerOf, type Headers } from './cloudevents.js';
import { readDocument } from './document.js';
import { rejectOf, type HeartbeatItem, type Item, type RejectItem } from './item.js';
import { LIMITS } from './limits.js';
import { Unusable } from './reasons.js';
import type { ReadContext } from './times.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

export interface ReadOptions {
  /** Our clock: times more than five minutes after it are rejected. */
  readonly now: Instant;
  /** What a missing `reportedAt` means: now (`live`) or the occurrence (`history`). */
  readonly mode: 'live' | 'history';
  /** The place of the first document in its file, from 1; 1 by default. */
  readonly linePlace?: number;
  /** A faster SHA-256 than this room's own. */
  readonly sha256?: Sha256;
}

/** What a body holds: every item in order, and the same by type. */
export interface Read {
  readonly items: readonly Item[];
  readonly revisions: readonly Revision[];
  readonly heartbeats: readonly HeartbeatItem[];
  readonly rejects: readonly RejectItem[];
}

/**
 * Reads a body: one document, a JSON array or NDJSON, plain or in CloudEvents 1.0 (structured, or binary by headers).
 * Never throws: whatever cannot be used is a reject with its reason and place.
 */
export function readItems(body: Uint8Array | string, headers: Headers, options: ReadOptions): readonly Item[] {
  const { now, mode, linePlace: place = 1, sha256 } = options;
  try {
    return itemsOf(body, headers, { now, mode, place, sha256 });
  } catch (error) {
    return [rejectOf(error, body, place)];
  }
}

/** The same, by type too. */
export function readRevisions(body: Uint8Array | string, headers: Headers, options: ReadOptions): Read {
  const items = readItems(body, headers, options);
  return {
    items,
    revisions: items.flatMap((item) => (item.type === 'revision' ? item.revision : [])),
    heartbeats: items.filter((item) => item.type === 'heartbeat'),
    rejects: items.filter((item) => item.type === 'reject'),
  };
}

/** Reads the text of one document; never throws. */
export function readText(text: string, context: ReadContext): Item {
  try {
    return readDocument(parse(text), context);
  } catch (error) {
    return rejectOf(error, text, context.place);
  }
}

/** The text of bytes, a byte order mark dropped; throws `Unusable` where they are too many or not UTF-8. */
export function textOf(body: Uint8Array | string): string {
  if (body.length > LIMITS.body) throw tooLarge();
  try {
    return typeof body === 'string' ? body.replace(/^\uFEFF/, '') : UTF8.decode(body);
  } catch {
    throw new Unusable('not_utf8', '', 'the bytes are not UTF-8');
  }
}

/** What is said of a body or line over the limit. */
export function tooLarge(): Unusable {
  return new Unusable('too_large', '', `over ${LIMITS.body} bytes`);
}

function itemsOf(body: Uint8Array | string, headers: Headers, context: ReadContext): readonly Item[] {
  const text = textOf(body);
  if (text.trim() === '')
    throw new Unusable('empty', '', 'nothing was sent; to take a report back, send it with status retracted');
  const type = headerOf(headers, 'content-type')?.toLowerCase() ?? '';
  if (/^application\/cloudevents(?!(-batch)?\+json)/.test(type))
    throw new Unusable('bad_envelope', '', 'of CloudEvents in structured mode only JSON is read');
  const binary = type.startsWith('application/cloudevents') ? undefined : binaryAttributes(headers);
  if (/ndjson|jsonl|json-seq/.test(type) || isLines(text)) return lineItems(text, context);
  const document = parse(text);
  if (Array.isArray(document))
    return document.map((element, index) => elementItem(element, { ...context, place: context.place + index }));
  return [readDocument(document, context, binary)];
}

/** Several documents, one a line: the text is not one document, and its first line is. */
function isLines(text: string): boolean {
  if (!text.includes('\n')) return false;
  const [first = '', ...rest] = text.trimStart().split('\n', 2);
  return rest.length > 0 && isJson(first) && !isJson(text);
}

function lineItems(text: string, context: ReadContext): readonly Item[] {
  return text.split('\n').flatMap((line, index) => {
    const place = context.place + index;
    return line.trim() === '' ? [] : [readText(line, { ...context, place })];
  });
}

function elementItem(element: unknown, context: ReadContext): Item {
  try {
    return readDocument(element, context);
  } catch (error) {
    return rejectOf(error, jsonOf(element), context.place);
  }
}

/** Nesting can be too deep to be written. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1];
    throw new Unusable(
      'broken_json',
      '',
      position ? `this is not JSON, from character ${position}` : 'this is not JSON',
    );
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
