import lz4 from 'lz4-napi';

const MAGIC = 0x184d2204;
/** Sizes of a block by its number in the frame's header, bytes. */
const BLOCKS: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };

/** Decodes frames of at most `max` bytes, told from their headers before anything is decoded. */
export function lz4Decode(bytes: Buffer, max: number): Buffer {
  const tooLarge = () => new Error(`it would take up more than ${max} bytes`);
  if (decodedAtLeast(bytes) > max) throw tooLarge();
  const decoded = lz4.decompressFrameSync(bytes);
  if (decoded.length > max) throw tooLarge();
  return decoded;
}

export function lz4Encode(bytes: Buffer): Buffer {
  return lz4.compressFrameSync(bytes);
}

/** Every block but the last of a frame is full. */
function decodedAtLeast(bytes: Buffer): number {
  let total = 0;
  for (let at = 0; at < bytes.length;) {
    if (bytes.readUInt32LE(at) !== MAGIC) throw new Error('this is not an LZ4 frame');
    const flags = bytes[at + 4]!;
    const block = BLOCKS[(bytes[at + 5]! >> 4) & 7] ?? 0;
    at += 7 + (flags & 0x08 ? 8 : 0) + (flags & 0x01 ? 4 : 0);
    let blocks = 0;
    for (let size = bytes.readUInt32LE(at); size !== 0; size = bytes.readUInt32LE(at), blocks++) {
      at += 4 + (size & 0x7fffffff) + (flags & 0x10 ? 4 : 0);
    }
    at += 4 + (flags & 0x04 ? 4 : 0);
    total += block * Math.max(0, blocks - 1);
  }
  return total;
}
