import { ElementSplitter } from './elements.js';
import { joined, type Piece, type Splitter } from './gather.js';
import { rejectOf, type Item } from './item.js';
import { LineSplitter } from './lines.js';
import { LIMITS } from './limits.js';
import { originalOf } from './original.js';
import { readRevisions, readText, textOf, tooLarge, type ReadOptions } from './read.js';
import type { TimeContext } from './times.js';

/**
 * Reads a file of any size, NDJSON or a JSON array, a chunk at a time; gives the items of each chunk in order.
 * Memory stays within one record's limit; only an error of the source itself is thrown.
 */
export async function* readStream(
  source: AsyncIterable<Uint8Array>,
  options: Omit<ReadOptions, 'linePlace'>,
): AsyncGenerator<readonly Item[]> {
  const start: Uint8Array[] = [];
  let size = 0;
  let splitter: Splitter | undefined;
  for await (const chunk of source) {
    if (splitter) {
      yield itemsOf(splitter.push(chunk), options);
      continue;
    }
    start.push(chunk);
    size += chunk.length;
    if (size <= LIMITS.body) continue;
    const held = joined(start.splice(0));
    splitter = splitterFor(held);
    yield itemsOf(splitter.push(held), options);
  }
  if (splitter) yield itemsOf(splitter.end(), options);
  else if (size > 0) yield readRevisions(joined(start), {}, options).items;
}

function splitterFor(bytes: Uint8Array): Splitter {
  const first = bytes.find((byte) => byte > 0x20 && ![0xef, 0xbb, 0xbf].includes(byte));
  return first === 0x5b ? new ElementSplitter() : new LineSplitter();
}

function itemsOf(pieces: readonly Piece[], { now, mode }: Pick<ReadOptions, 'now' | 'mode'>): readonly Item[] {
  return pieces.flatMap((piece) => itemOf(piece, { now, mode, place: piece.place }) ?? []);
}

function itemOf(piece: Piece, context: TimeContext): Item | undefined {
  if (piece.length > LIMITS.body) return oversize(piece);
  try {
    const text = textOf(piece.bytes);
    return text.trim() === '' ? undefined : readText(text, context);
  } catch (error) {
    return rejectOf(error, piece.bytes, piece.place);
  }
}

function oversize({ place, bytes, length, sha256 }: Piece): Item {
  const original = originalOf(bytes.subarray(0, LIMITS.rejectStart));
  const reject = rejectOf(tooLarge(), '', place);
  return { ...reject, original: { ...original, length, ...(sha256 && { sha256 }) } };
}
