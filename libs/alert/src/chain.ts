import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Transition } from './transition.js';

/** A transition before it is chained. */
export type Unchained = Omit<Transition, 'previousHash' | 'hash'>;

/** The hash before a watch's first transition. */
export const FIRST = '0'.repeat(64);

/** Adds the chain: the hash is over the JSON of everything before it, in the order the transition is built in. */
export function link(transition: Unchained, previousHash: string): Transition {
  const body = { ...transition, previousHash };
  return { ...body, hash: bytesToHex(sha256(utf8ToBytes(JSON.stringify(body)))) };
}

/** Whether a transition's hash is that of its content. */
export function verify(transition: Transition): boolean {
  const { hash, ...body } = transition;
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(body)))) === hash;
}
