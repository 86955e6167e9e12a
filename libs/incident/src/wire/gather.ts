import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { LIMITS } from './limits.js';

/** The bytes of one record of a stream; of one over the limit only the start, with the length and hash of the whole. */
export interface Piece {
  readonly place: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly sha256?: string;
}

/** Cuts a stream of bytes into records; `push` and `end` give those that are complete. */
export interface Splitter {
  push(chunk: Uint8Array): readonly Piece[];
  end(): readonly Piece[];
}

/** Collects the bytes of one record and never holds more than the limit. */
export class Gatherer {
  #parts: Uint8Array[] = [];
  #kept = 0;
  #length = 0;
  #hash: ReturnType<typeof sha256.create> | undefined;

  get empty(): boolean {
    return this.#length === 0;
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (!this.#hash && this.#length + bytes.length > LIMITS.body) {
      this.#hash = sha256.create();
      for (const part of this.#parts) this.#hash.update(part);
    }
    this.#hash?.update(bytes);
    this.#length += bytes.length;
    if (this.#hash && this.#kept >= LIMITS.rejectStart) return;
    this.#parts.push(bytes.slice());
    this.#kept += bytes.length;
  }

  /** What was collected, and starts again. */
  take(place: number): Piece {
    const bytes = joined(this.#parts);
    const length = this.#length;
    const digest = this.#hash && { sha256: bytesToHex(this.#hash.digest()) };
    this.#parts = [];
    this.#kept = 0;
    this.#length = 0;
    this.#hash = undefined;
    return { place, bytes, length, ...digest };
  }
}

/** Several stretches of bytes as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
