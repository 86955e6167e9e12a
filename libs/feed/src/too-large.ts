import type { RejectItem } from '@barometer/incident';

/** An input over its limit, of which only the start was kept. */
export interface TooLarge {
  readonly head: Uint8Array;
  readonly length: number;
  readonly sha256: string;
  readonly limit: number;
  readonly place: number;
}

/** Bytes kept of an input that is too large. */
export const KEPT = 64 * 1024;

/** The reject of an input over its limit: its first 64 KiB, its length and its SHA-256. */
export function tooLargeReject({ head, length, sha256, limit, place }: TooLarge): RejectItem {
  const original = { ...textOf(head.subarray(0, KEPT)), length, sha256 };
  const message = `${length} bytes, over the limit of ${limit}`;
  return { type: 'reject', place, reason: 'too_large', path: '', message, original };
}

function textOf(head: Uint8Array): { readonly encoding: 'utf8' | 'hex'; readonly text: string } {
  try {
    // As a stream, the decoder leaves out a character that the cut split.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(head, { stream: true });
    return { encoding: 'utf8', text };
  } catch {
    return { encoding: 'hex', text: Buffer.from(head).toString('hex') };
  }
}
