import lz4 from 'lz4-napi';

const MAGIC = 0x184d2204;
/** Sizes of a block by its number in the frame's header, bytes. */
const BLOCKS: Readonly<Record<number, number>> = { 4: 1 << 16, 5: 1 << 18, 6: 1 << 20, 7: 1 << 22 };
/** Bits of a frame's header. */
const INDEPENDENT = 0x20;
const BLOCK_SUMS = 0x10;
const LENGTH = 0x08;
const SUM = 0x04;
const DICTIONARY = 0x01;
/** Of a block's size: it is not compressed. */
const STORED = 0x80000000;

interface Block {
  readonly bytes: Buffer;
  readonly stored: boolean;
}

interface Frame {
  readonly whole: Buffer;
  readonly flags: number;
  /** What a block takes up at most once it is decoded, bytes; every block but the last is full. */
  readonly size: number;
  readonly blocks: readonly Block[];
}

/** Decodes frames of at most `max` bytes, told from their headers before anything is decoded. */
export function lz4Decode(bytes: Buffer, max: number): Buffer {
  const tooLarge = () => new Error(`it would take up more than ${max} bytes`);
  const frames = framesOf(bytes);
  const least = frames.reduce((sum, { size, blocks }) => sum + size * Math.max(0, blocks.length - 1), 0);
  if (least > max) throw tooLarge();
  const decoded = Buffer.concat(frames.flatMap(decode));
  if (decoded.length > max) throw tooLarge();
  return decoded;
}

export function lz4Encode(bytes: Buffer): Buffer {
  return lz4.compressFrameSync(bytes);
}

/** Block by block, several times faster than the library decodes frames, unless the frame has sums to check or blocks that need each other. */
function decode({ whole, flags, size, blocks }: Frame): Buffer[] {
  const plain = (flags & (INDEPENDENT | BLOCK_SUMS | SUM | DICTIONARY)) === INDEPENDENT;
  if (!plain) return [lz4.decompressFrameSync(whole)];
  return blocks.map((block) => (block.stored ? block.bytes : decodeBlock(block.bytes, size)));
}

/** The library wants to know first how much room the block may need. */
function decodeBlock(bytes: Buffer, size: number): Buffer {
  const sized = Buffer.allocUnsafe(4 + bytes.length);
  sized.writeUInt32LE(size, 0);
  bytes.copy(sized, 4);
  return lz4.uncompressSync(sized);
}

function framesOf(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length;) {
    const frame = frameAt(bytes, at);
    frames.push(frame);
    at += frame.whole.length;
  }
  return frames;
}

function frameAt(bytes: Buffer, from: number): Frame {
  if (bytes.readUInt32LE(from) !== MAGIC) throw new Error('this is not an LZ4 frame');
  const flags = bytes.readUInt8(from + 4);
  const size = BLOCKS[(bytes.readUInt8(from + 5) >> 4) & 7];
  if (size === undefined) throw new Error('this is not an LZ4 frame');
  const blocks: Block[] = [];
  let at = from + 7 + (flags & LENGTH ? 8 : 0) + (flags & DICTIONARY ? 4 : 0);
  for (let word = bytes.readUInt32LE(at); word !== 0; word = bytes.readUInt32LE(at)) {
    const end = at + 4 + (word & ~STORED);
    if (end > bytes.length) throw new Error('an LZ4 block ends too early');
    blocks.push({ bytes: bytes.subarray(at + 4, end), stored: (word & STORED) !== 0 });
    at = end + (flags & BLOCK_SUMS ? 4 : 0);
  }
  at += 4 + (flags & SUM ? 4 : 0);
  return { whole: bytes.subarray(from, at), flags, size, blocks };
}
