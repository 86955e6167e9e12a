import { parseInstant, type Instant } from '@barometer/time';
import { readRevisions, type Read, type ReadOptions } from '../wire/read.js';
import type { Revision } from '../revision.js';

/** Our clock when the tests read: 1 February 2024, 09:00Z. */
export const LIVE: ReadOptions = { now: parseInstant('2024-02-01T09:00:00Z').at, mode: 'live' };
/** The same clock, importing history. */
export const HISTORY: ReadOptions = { ...LIVE, mode: 'history' };
/** The four fields an incident needs. */
export const LEAST = { dataset: 'desk', recordId: 'r-1', kind: 'attack', occurredFrom: '2024-01-28' };

/** The instant of an ISO text. */
export function at(text: string): Instant {
  return parseInstant(text).at;
}

/** What is read of a document sent as JSON. */
export function read(document: unknown, options = LIVE): Read {
  return readRevisions(JSON.stringify(document), {}, options);
}

/** The revision that the least incident with these fields makes; throws where it is rejected. */
export function revisionOf(given: object, options = LIVE): Revision {
  const { revisions, rejects } = read({ ...LEAST, ...given }, options);
  if (!revisions[0]) throw new Error(JSON.stringify(rejects));
  return revisions[0];
}
