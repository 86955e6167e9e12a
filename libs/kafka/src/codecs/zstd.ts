import { Decompress } from 'fzstd';

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;

/** Decodes frames of at most `max` bytes. */
export function zstdDecode(bytes: Buffer, max: number): Buffer {
  assertWindows(bytes, max);
  const chunks: Uint8Array[] = [];
  let left = max;
  const stream = new Decompress((chunk) => {
    left -= chunk.length;
    if (left < 0) throw tooLarge(max);
    chunks.push(chunk);
  });
  stream.push(bytes, true);
  return Buffer.concat(chunks);
}

/** The memory a frame asks for stands in its header. */
function assertWindows(bytes: Buffer, max: number): void {
  for (let at = 0; at < bytes.length;) {
    const magic = bytes.readUInt32LE(at);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      at += 8 + bytes.readUInt32LE(at + 4);
    } else if (magic === MAGIC) {
      const { window, end } = frameHeader(bytes, at + 4);
      if (window > max) throw tooLarge(max);
      at = frameEnd(bytes, end, (bytes[at + 4]! & 4) !== 0);
    } else {
      throw new Error('this is not a Zstandard frame');
    }
  }
}

function frameHeader(bytes: Buffer, at: number): { readonly window: number; readonly end: number } {
  const flags = bytes[at]!;
  const single = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3]!;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][flags >> 6]!;
  const sizeAt = at + 1 + (single ? 0 : 1) + dictionary;
  return {
    window: single ? contentSize(bytes, sizeAt, sizeBytes) : windowSize(bytes[at + 1]!),
    end: sizeAt + sizeBytes,
  };
}

function contentSize(bytes: Buffer, at: number, length: number): number {
  if (length === 1) return bytes[at]!;
  if (length === 2) return bytes.readUInt16LE(at) + 256;
  return length === 4 ? bytes.readUInt32LE(at) : Number(bytes.readBigUInt64LE(at));
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function frameEnd(bytes: Buffer, start: number, checksum: boolean): number {
  for (let at = start; ;) {
    const header = bytes.readUIntLE(at, 3);
    const repeated = ((header >> 1) & 3) === 1;
    at += 3 + (repeated ? 1 : header >> 3);
    if (header & 1) return at + (checksum ? 4 : 0);
  }
}

const tooLarge = (max: number): Error => new Error(`it would take up more than ${max} bytes`);
