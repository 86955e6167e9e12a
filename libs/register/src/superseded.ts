/**
 * Content digests of a record's older revisions by number, in order of recording, as one text ` NUMBER:DIGEST NUMBER:DIGEST`: many records
 * have a few, and a text is small, quick to save and to read back.
 */
export type Superseded = string;

/** Hex digits of a digest. */
export const DIGEST = 32;
/** How many superseded numbers of one record are remembered, to tell a repetition from a late or conflicting one. */
export const MOST_SUPERSEDED = 1_000;

const SHORTEST = ' 0:'.length + DIGEST;

/** The digest of the revision with that number; `undefined` where none is remembered. */
export function digestIn(superseded: Superseded, number: number): string | undefined {
  const before = ` ${number}:`;
  const at = superseded.indexOf(before);
  return at < 0 ? undefined : superseded.slice(at + before.length, at + before.length + DIGEST);
}

/** One more, of a number not among them; of more than the most the first is forgotten. */
export function withDigest(superseded: Superseded, number: number, digest: string): Superseded {
  const all = `${superseded} ${number}:${digest}`;
  if (all.length <= MOST_SUPERSEDED * SHORTEST || all.split(' ').length - 1 <= MOST_SUPERSEDED) return all;
  return all.slice(all.indexOf(' ', 1));
}
