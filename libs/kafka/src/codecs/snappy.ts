import snappyjs from 'snappyjs';

/** What Java producers put before their chunks; others send one bare chunk. */
const MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const HEADER = MAGIC.length + 8;

/** Decodes a batch of at most `max` bytes, bare or in the framing of Java producers. */
export function snappyDecode(bytes: Buffer, max: number): Buffer {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return snappyjs.uncompress(bytes, max);
  const chunks: Buffer[] = [];
  let left = max;
  for (let at = HEADER; at < bytes.length;) {
    const size = bytes.readInt32BE(at);
    const chunk = snappyjs.uncompress(bytes.subarray(at + 4, at + 4 + size), left);
    chunks.push(chunk);
    left -= chunk.length;
    at += 4 + size;
  }
  return Buffer.concat(chunks);
}

/** Encodes a batch in the framing that every consumer reads. */
export function snappyEncode(bytes: Buffer): Buffer {
  const chunk = snappyjs.compress(bytes);
  const header = Buffer.alloc(HEADER + 4);
  MAGIC.copy(header);
  header.writeInt32BE(1, 8);
  header.writeInt32BE(1, 12);
  header.writeInt32BE(chunk.length, 16);
  return Buffer.concat([header, chunk]);
}
