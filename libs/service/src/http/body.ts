import type { IncomingMessage } from 'node:http';
import { createHash, type Hash } from 'node:crypto';

/** A request's body as far as it was kept: all of it, or its first part with the length and digest of the whole. */
export interface Body {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly sha256: string;
  readonly truncated: boolean;
}

/**
 * Reads a body that nothing parsed before, keeping at most `keep` bytes and counting on to the end.
 * Throws `BodyTooLarge` past `most` bytes (default: eight times `keep`).
 */
export async function readBody(request: IncomingMessage, keep: number, most = 8 * keep): Promise<Body> {
  const kept: Buffer[] = [];
  const hash: Hash = createHash('sha256');
  let length = 0;
  let have = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) throw new BodyTooLarge(most);
    hash.update(chunk);
    const part = chunk.subarray(0, keep - have);
    have += part.length;
    if (part.length > 0) kept.push(part);
  }
  return { bytes: Buffer.concat(kept), length, sha256: hash.digest('hex'), truncated: length > have };
}

/** A body past what is even counted. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
  constructor(readonly most: number) {
    super(`the body is larger than ${most} bytes`);
  }
}

const SMALL = 64 * 1024;

/** A small form or JSON object, by its content type: form fields as text, repeated ones as a list; `undefined` where it is neither or too large. */
export async function readSmall(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  const body = await readOrTooLarge(request);
  if (!body || body.truncated) return undefined;
  const text = Buffer.from(body.bytes).toString('utf8');
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return fields(text);
  if (type === 'application/json') return jsonObject(text);
  return text.trim() === '' ? {} : undefined;
}

async function readOrTooLarge(request: IncomingMessage): Promise<Body | undefined> {
  try {
    return await readBody(request, SMALL);
  } catch (error) {
    if (error instanceof BodyTooLarge) return undefined;
    throw error;
  }
}

function fields(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = Object.create(null);
  const form = new URLSearchParams(text);
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name);
    found[name] = all.length === 1 ? all[0] : all;
  }
  return found;
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
