import { readItems, type Item } from '@barometer/incident';
import type { Instant } from '@barometer/time';
import { withOriginal } from '../original.js';
import { sha256 } from '../sha256.js';
import { tooLargeReject } from '../too-large.js';

/** A request's body as far as it was kept. */
export interface HttpBody {
  readonly bytes: Uint8Array;
  /** Of the whole body. */
  readonly length: number;
  readonly sha256: string;
  readonly truncated: boolean;
}

/** Request headers, names in lower case. */
export type HttpHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Every report, heartbeat and reject of one request: one document, an array, NDJSON, or CloudEvents in any HTTP mode. */
export function receiveHttp(body: HttpBody, headers: HttpHeaders, now: Instant): readonly Item[] {
  if (!body.truncated) return withOriginal(readItems(body.bytes, headers, { now, mode: 'live', sha256 }), body.bytes);
  const { bytes: head, length, sha256: whole } = body;
  return [tooLargeReject({ head, length, sha256: whole, limit: head.length, place: 1 })];
}
