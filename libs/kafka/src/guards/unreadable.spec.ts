import { registerCodecs } from '../codecs.js';
import { inside } from './internals.js';
import { tolerateUnreadable, UNREADABLE } from './unreadable.js';

interface Decoder {
  offset: number;
}
interface Decoded {
  readonly records: readonly { offset: string; value: Buffer; headers: Record<string, Buffer> }[];
}
type MakeBatch = (options: object) => Promise<{ readonly buffer: Buffer }>;
type MakeDecoder = new (bytes: Buffer) => Decoder;

/** The attributes of a batch stand behind its CRC; the codec is in the low byte. */
const CODEC_AT = 22;

/** Three records from offset 40 on, written with a codec of the given number. */
async function batchWith(codec: number): Promise<Buffer> {
  const makeBatch = inside<MakeBatch & { RecordBatch: MakeBatch }>('protocol/recordBatch/v0/index.js').RecordBatch;
  const record = await inside<MakeBatch>('protocol/recordBatch/record/v0/index.js')({ value: 'x' });
  const { buffer } = await makeBatch({ firstOffset: 40, lastOffsetDelta: 2, records: [record, record, record] });
  buffer[CODEC_AT] = codec;
  return buffer;
}

/** Decodes as a fetch does: whatever decoder stands in kafkajs now. */
function decode(bytes: Buffer): { decoded: Promise<Decoded>; decoder: Decoder } {
  const decoder = new (inside<MakeDecoder>('protocol/decoder.js'))(bytes);
  const decodeBatch = inside<(decoder: Decoder) => Promise<Decoded>>('protocol/recordBatch/v0/decoder.js');
  return { decoded: decodeBatch(decoder), decoder };
}

describe('a batch of records that cannot be decoded', () => {
  beforeAll(() => registerCodecs());

  it('is one record with the reason for a reader that tolerates it, who goes on behind the batch', async () => {
    const bytes = await batchWith(5);
    const { decoded, decoder } = tolerateUnreadable(() => decode(bytes));
    const { records } = await decoded;
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ offset: '42', value: bytes });
    expect(records[0]!.headers[UNREADABLE]!.toString()).toContain('Barometer reads gzip, snappy, lz4 and zstd');
    expect(decoder.offset).toBe(bytes.length);
  });

  it('is an error for all others', async () => {
    tolerateUnreadable(() => undefined);
    await expect(decode(await batchWith(5)).decoded).rejects.toThrow('Barometer reads gzip, snappy, lz4 and zstd');
  });

  it('is no matter where it can be decoded', async () => {
    const bytes = await batchWith(0);
    expect((await tolerateUnreadable(() => decode(bytes)).decoded).records).toHaveLength(3);
  });
});
