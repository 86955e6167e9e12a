import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { CannotRun } from '../exit.js';
import { FORMAT, header, itemOf, trailer, type Header, type Item, type Trailer } from './format.js';

const NEWLINE = 0x0a;

/** An exported file that was read to its end and found whole. */
export interface ExportFile {
  readonly path: string;
  readonly header: Header;
  readonly end: Trailer['end'];
  /** Its records and rows, read anew; told the bytes read so far. */
  items(onBytes?: (bytes: number) => void): AsyncIterable<Item>;
}

/** Reads a file once from end to end; throws `CannotRun` where it is not an export, was cut off or was changed. */
export async function openExport(path: string, onBytes?: (bytes: number) => void): Promise<ExportFile> {
  await requireFile(path);
  const hash = createHash('sha256');
  let first: Buffer | undefined;
  let last: Buffer | undefined;
  let items = 0;
  for await (const line of linesOf(path, onBytes)) {
    if (first === undefined) first = line;
    if (last !== undefined) {
      hash.update(last).update('\n');
      items++;
    }
    last = line;
  }
  const head = headOf(path, first);
  const end = endOf(path, last);
  if (hash.digest('hex') !== end.sha256)
    throw new CannotRun(`${path} was changed after it was written: its content is not what its last line says`);
  const told = Object.values(head.counts).reduce((sum, one) => sum + one, 0);
  if (items - 1 !== told) throw new CannotRun(`${path}: ${items - 1} lines where the first one says ${told}`);
  return { path, header: head, end, items: (onRead) => itemsOf(path, onRead) };
}

/** Bytes of a file, for a bar. */
export async function sizeOf(path: string): Promise<number> {
  return (await requireFile(path)).size;
}

async function requireFile(path: string) {
  try {
    const found = await stat(path);
    if (found.isFile()) return found;
  } catch (error) {
    throw new CannotRun(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  throw new CannotRun(`${path} is not a file: an import reads it twice, first to prove that it is whole`);
}

function headOf(path: string, line: Buffer | undefined): Header {
  const read = header.safeParse(parsed(line));
  if (!read.success) throw new CannotRun(`${path} is not an export: \`barometer journal export\` writes one`);
  const { format } = read.data;
  if (format !== FORMAT)
    throw new CannotRun(`${path} has format ${format}; this version reads ${FORMAT}: use the version that wrote it`);
  return read.data;
}

function endOf(path: string, line: Buffer | undefined): Trailer['end'] {
  const read = trailer.safeParse(parsed(line));
  if (!read.success) throw new CannotRun(`${path} was cut off: its last line is missing. Export again`);
  return read.data.end;
}

function parsed(line: Buffer | undefined): unknown {
  try {
    return JSON.parse(line?.toString('utf8') ?? '');
  } catch {
    return undefined;
  }
}

async function* itemsOf(path: string, onBytes?: (bytes: number) => void): AsyncIterable<Item> {
  let before: Buffer | undefined;
  let number = 0;
  for await (const line of linesOf(path, onBytes)) {
    if (number > 1) yield itemAt(path, before!, number);
    before = line;
    number++;
  }
}

function itemAt(path: string, line: Buffer, number: number): Item {
  try {
    return itemOf(line.toString('utf8'));
  } catch (error) {
    throw new CannotRun(`${path}:${number}: ${(error as Error).message}`);
  }
}

/** Lines without their ends. */
async function* linesOf(path: string, onBytes?: (bytes: number) => void): AsyncIterable<Buffer> {
  let rest: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const line = chunk.subarray(from, end);
      yield rest.length === 0 ? line : Buffer.concat([...rest, line]);
      rest = [];
      from = end + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
    onBytes?.(bytes);
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}
