import { createHash, timingSafeEqual } from 'node:crypto';
import { ROLES, type Role } from './roles.js';

/** Somebody who holds a token: the name stands in the journal beside what they do. */
export interface Operator {
  readonly name: string;
  readonly roles: readonly Role[];
}

interface Token extends Operator {
  readonly digest: Buffer;
}

/** Tokens, kept as digests. */
export interface Tokens {
  /** Who holds the token of this digest now; takes the same time whichever token it is. */
  holder(digest: Buffer): Operator | undefined;
}

const MIN_TOKEN = 16;

/**
 * Reads a token file: one `name roles token` a line, roles joined by commas, the token as `sha256:` and 64 hex digits or
 * in the clear (16 characters or more); `#` starts a comment. Throws with the line's number, never with its token.
 */
export function parseTokens(text: string): Tokens {
  const tokens: Token[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim();
    if (words !== '' && !words.startsWith('#')) tokens.push(parseLine(words.split(/\s+/), index + 1));
  }
  if (tokens.length === 0)
    throw new Error('token file: no tokens in it; a line is `name roles token`, e.g. `duty act sha256:…`');
  return {
    holder(digest) {
      let found: Operator | undefined;
      for (const known of tokens)
        if (timingSafeEqual(known.digest, digest)) found = { name: known.name, roles: known.roles };
      return found;
    },
  };
}

function parseLine(words: readonly string[], line: number): Token {
  const [name, roles, secret] = words;
  if (!name || !roles || !secret || words.length !== 3)
    throw new Error(`token file, line ${line}: a line is \`name roles token\``);
  const named = roles.split(',');
  const unknown = named.find((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown !== undefined) throw new Error(`token file, line ${line}: unknown role; allowed are ${ROLES.join(', ')}`);
  return { name: name.slice(0, 64), roles: named as Role[], digest: readDigest(secret, line) };
}

function readDigest(secret: string, line: number): Buffer {
  if (secret.startsWith('sha256:')) {
    const hex = secret.slice('sha256:'.length);
    if (!/^[0-9a-f]{64}$/i.test(hex)) throw new Error(`token file, line ${line}: sha256: needs 64 hex digits`);
    return Buffer.from(hex, 'hex');
  }
  if (secret.length < MIN_TOKEN)
    throw new Error(`token file, line ${line}: a token has at least ${MIN_TOKEN} characters`);
  return digestOf(secret);
}

/** The SHA-256 of a token, 32 bytes: what is kept of it. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
