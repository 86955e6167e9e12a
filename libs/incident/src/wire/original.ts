import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { LIMITS } from './limits.js';

/** What came in, kept with a reject: up to 256 KiB whole, of more the first 64 KiB; hex where it is not UTF-8. */
export interface Original {
  readonly encoding: 'utf8' | 'hex';
  readonly text: string;
  /** Bytes of the whole. */
  readonly length: number;
  /** Of the whole, where only its start is kept. */
  readonly sha256?: string;
}

/** The original as it is kept. */
export function originalOf(input: Uint8Array | string): Original {
  const bytes = typeof input === 'string' ? utf8ToBytes(input) : input;
  const whole = bytes.length <= LIMITS.rejectWhole;
  const kept = whole ? bytes : bytes.subarray(0, LIMITS.rejectStart);
  const digest = whole ? {} : { sha256: bytesToHex(sha256(bytes)) };
  // A stream may end within a character; it is left out.
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return {
      encoding: 'utf8',
      text: decoder.decode(kept, { stream: !whole }),
      length: bytes.length,
      ...digest,
    };
  } catch {
    return { encoding: 'hex', text: bytesToHex(kept), length: bytes.length, ...digest };
  }
}
