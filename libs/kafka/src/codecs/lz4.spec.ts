import { lz4Decode, lz4Encode } from './lz4.js';

const MB = 1 << 20;
const LINES = Buffer.from('{"line":1,"text":"barometer"}\n'.repeat(200_000));
/** Bytes that nothing can be saved on. */
const NOISE = Buffer.from(Uint32Array.from({ length: 50_000 }, (_, n) => Math.imul(n + 1, 2_654_435_761)).buffer);

/** A frame of one stored block `abc`, with the sum of its content: the xxHash32 of `abc`. */
const SUMMED = Buffer.from('04224d186440a7030000806162630000000' + '0ff53d132', 'hex');

describe('an LZ4 frame', () => {
  it.each([
    { why: 'nothing', bytes: Buffer.alloc(0) },
    { why: 'more than one block', bytes: LINES },
    { why: 'what cannot be compressed', bytes: NOISE },
    { why: 'both', bytes: Buffer.concat([LINES, NOISE, LINES]) },
  ])('gives back $why', ({ bytes }) => {
    expect(lz4Decode(lz4Encode(bytes), 20 * MB).equals(bytes)).toBe(true);
  });

  it('may be one of several', () => {
    const both = Buffer.concat([lz4Encode(LINES), SUMMED, lz4Encode(NOISE)]);
    expect(lz4Decode(both, 20 * MB).equals(Buffer.concat([LINES, Buffer.from('abc'), NOISE]))).toBe(true);
  });

  it('with a sum is held to it', () => {
    expect(lz4Decode(SUMMED, MB).toString()).toBe('abc');
    const damaged = Buffer.from(SUMMED);
    damaged[11]! ^= 1;
    expect(() => lz4Decode(damaged, MB)).toThrow();
  });

  it('is refused wherever it is cut off', () => {
    const whole = lz4Encode(LINES.subarray(0, 300));
    for (let length = 1; length < whole.length; length++) {
      expect(() => lz4Decode(whole.subarray(0, length), MB)).toThrow();
    }
  });

  it('is refused where it would grow beyond the bound, whether its header tells or not', () => {
    expect(() => lz4Decode(lz4Encode(LINES), LINES.length - 1)).toThrow('more than');
    expect(() => lz4Decode(lz4Encode(LINES), 1)).toThrow('more than');
    expect(lz4Decode(lz4Encode(LINES), LINES.length)).toHaveLength(LINES.length);
  });
});
