import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** Crockford's alphabet: no I, L, O or U, so that an id can be read out on the phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten letters and digits (50 bits) made from the text's SHA-256. */
export function shortId(text: string): string {
  const bytes = sha256(utf8ToBytes(text));
  let id = '';
  for (let i = 0; i < 10; i++) id += ALPHABET[bytes[i]! & 31];
  return id;
}

/** One id for an episode, from first rung to last: what it is about, and the cause that raised it. */
export function alertId(about: {
  watch: string;
  rule: string;
  series: string;
  cause: string;
  watchSeq: number;
}): string {
  return shortId(`${about.watch}\n${about.rule}\n${about.series}\n${about.cause}\n${about.watchSeq}`);
}
