import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CannotRun } from './exit.js';
import type { Io } from './io.js';

/** A file or stdin, read a chunk at a time. */
export interface Source {
  /** As messages name it. */
  readonly name: string;
  /** Bytes in all; unknown for stdin. */
  readonly size?: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Opens a file, or stdin for `-`; throws `CannotRun` when there is none. */
export async function openSource(io: Io, path: string): Promise<Source> {
  if (path === '-') {
    if (io.stdin.readableEnded) throw new CannotRun('stdin was read already: name a file for the other');
    return { name: 'stdin', chunks: bytesOf(io.stdin) };
  }
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new CannotRun(`${path} is a folder: name the files in it`);
    return { name: path, size: found.size, chunks: createReadStream(path) };
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

/** The first bytes of a source, and the source from its start as if nothing had been read. */
export async function peek(source: Source, bytes: number): Promise<{ head: Uint8Array; source: Source }> {
  const iterator = source.chunks[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  while (size < bytes && !ended) {
    const { value, done } = await iterator.next();
    if (done) ended = true;
    else {
      read.push(value);
      size += value.length;
    }
  }
  async function* again(): AsyncIterable<Uint8Array> {
    yield* read;
    if (!ended) for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { head: Buffer.concat(read), source: { ...source, chunks: again() } };
}

async function* bytesOf(stream: AsyncIterable<unknown>): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
}
