import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import kafkajs, { type Kafka } from 'kafkajs';
import { lz4Decode, lz4Encode } from './codecs/lz4.js';
import { snappyDecode, snappyEncode } from './codecs/snappy.js';
import { zstdDecode } from './codecs/zstd.js';
import { registerCodecs } from './codecs.js';
import { freshPrefix, makeTopic, onBrokers } from './testing/index.js';

const KB = 1024;
const ZEROS = Buffer.alloc(1024 * KB);

/** What the program zstd makes of a megabyte of zeros. */
const ZSTD_ZEROS = Buffer.from('KLUv/aQAABAAVAAAEAAAAQD7/znAAgIAEAACABAAAgAQAAIAEAACABAAAgAQAAMAEADxPhbh', 'base64');

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

const codecOf = (type: number): Codec => (kafkajs.CompressionCodecs as unknown as Record<number, () => Codec>)[type]!();

describe('codecs', () => {
  registerCodecs(64 * KB);
  afterAll(() => registerCodecs());

  it.each([
    { name: 'snappy', encode: snappyEncode, decode: snappyDecode },
    { name: 'lz4', encode: lz4Encode, decode: lz4Decode },
  ])('$name gives back what it was given', ({ encode, decode }) => {
    const bytes = fc.uint8Array({ maxLength: 150 * KB, size: 'max' });
    fc.assert(
      fc.property(bytes, (each) => decode(encode(Buffer.from(each)), 150 * KB).equals(Buffer.from(each))),
      { numRuns: 30 },
    );
  });

  it.each([
    { name: 'gzip', type: 1, bomb: gzipSync(ZEROS) },
    { name: 'snappy', type: 2, bomb: snappyEncode(ZEROS) },
    { name: 'lz4', type: 3, bomb: lz4Encode(ZEROS) },
    { name: 'zstd', type: 4, bomb: ZSTD_ZEROS },
  ])('$name refuses what would grow out of bounds, and what is damaged', async ({ name, type, bomb }) => {
    const start = `a batch of records with the codec ${name} cannot be decoded`;
    await expect(codecOf(type).decompress(bomb)).rejects.toThrow(start);
    await expect(codecOf(type).decompress(bomb.subarray(0, 20))).rejects.toThrow(start);
    await expect(codecOf(type).decompress(Buffer.from('not compressed at all'))).rejects.toThrow(start);
  });

  it('reads zstd within its bounds', () => {
    expect(zstdDecode(ZSTD_ZEROS, 1024 * KB).equals(ZEROS)).toBe(true);
  });

  it('says that zstd is not written, and that a codec of tomorrow is unknown', async () => {
    await expect(codecOf(4).compress({ buffer: ZEROS })).rejects.toThrow('reads the codec zstd and does not write it');
    await expect(codecOf(5).decompress(ZEROS)).rejects.toThrow('Barometer reads gzip, snappy, lz4 and zstd');
  });
});

onBrokers(
  'records written by librdkafka',
  (broker) => {
    let kafka: Kafka;
    beforeAll(() => {
      registerCodecs();
      kafka = new kafkajs.Kafka({ brokers: [...broker.addresses], logLevel: kafkajs.logLevel.NOTHING });
    });

    it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('are read with codec %s', async (codec) => {
      const topic = freshPrefix();
      const lines = Array.from({ length: 500 }, (_, index) => `{"line":${index},"text":"barometer barometer"}`);
      await makeTopic(kafka, topic);
      const args = ['-P', '-b', broker.addresses.join(','), '-t', topic, '-z', codec, '-X', 'linger.ms=50'];
      execFileSync('kcat', args, { input: lines.join('\n') });
      expect(await readAll(kafka, topic, lines.length)).toEqual(lines);
    });
  },
  { programs: ['kcat'] },
);

async function readAll(kafka: Kafka, topic: string, count: number): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: topic });
  const read: string[] = [];
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => payload.restart || reject(payload.error));
    void consumer.run({
      eachMessage: async ({ message }) => {
        if (read.push(message.value!.toString()) === count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return read;
}
