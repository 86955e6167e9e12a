import type { Instant } from '@barometer/time';
import type { Revision } from '../revision.js';
import { originalOf, type Original } from './original.js';
import { Unusable, type Reason } from './reasons.js';

/** An accepted report. */
export interface RevisionItem {
  readonly type: 'revision';
  /** Its line in an NDJSON input, its place in a list, 1 for a single document; from 1. */
  readonly place: number;
  readonly revision: Revision;
}

/** A feed's sign of life. */
export interface HeartbeatItem {
  readonly type: 'heartbeat';
  readonly place: number;
  readonly feed: string;
  readonly at: Instant;
}

/** An input that cannot be used; `path` and `message` are safe to show. */
export interface RejectItem {
  readonly type: 'reject';
  readonly place: number;
  readonly reason: Reason;
  /** The field, as `casualties[0].killed`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  readonly original: Original;
}

export type Item = RevisionItem | HeartbeatItem | RejectItem;

/** The reject that an error stands for; errors of other kinds are thrown on. */
export function rejectOf(error: unknown, original: Uint8Array | string, place: number): RejectItem {
  if (!(error instanceof Unusable)) throw error;
  const { reason, path, message } = error;
  return { type: 'reject', place, reason, path, message, original: originalOf(original) };
}
