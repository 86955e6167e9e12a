import { promisify } from 'node:util';
import { gzip, unzip } from 'node:zlib';
import kafkajs from 'kafkajs';
import { lz4Decode, lz4Encode } from './codecs/lz4.js';
import { snappyDecode, snappyEncode } from './codecs/snappy.js';
import { zstdDecode } from './codecs/zstd.js';

/** A compressed batch of records may not grow beyond this, bytes. */
export const MAX_DECODED = 64 * 1024 * 1024;

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(bytes: Buffer): Promise<Buffer>;
}

type Decode = (bytes: Buffer, max: number) => Buffer | Promise<Buffer>;
type Encode = (bytes: Buffer) => Buffer | Promise<Buffer>;

const gzipDecode: Decode = (bytes, max) => promisify(unzip)(bytes, { maxOutputLength: max });
const gzipEncode: Encode = (bytes) => promisify(gzip)(bytes);

/** Teaches kafkajs every codec that producers use; may be called again. Batches larger than `max` bytes when decoded are refused. */
export function registerCodecs(max = MAX_DECODED): void {
  const { CompressionCodecs: codecs, CompressionTypes: types } = kafkajs;
  const register = (type: number, name: string, decode: Decode, encode?: Encode) => {
    const codec = codecOf(name, (bytes) => decode(bytes, max), encode);
    codecs[type as keyof typeof codecs] = () => codec;
  };
  register(types.GZIP, 'gzip', gzipDecode, gzipEncode);
  register(types.Snappy, 'snappy', snappyDecode, snappyEncode);
  register(types.LZ4, 'lz4', lz4Decode, lz4Encode);
  register(types.ZSTD, 'zstd', zstdDecode);
  // The three bits of a batch have room for codecs that Kafka has not invented yet.
  for (const type of [5, 6, 7]) {
    register(type, `number ${type}`, () => {
      throw new Error('Barometer reads gzip, snappy, lz4 and zstd');
    });
  }
}

function codecOf(name: string, decode: (bytes: Buffer) => Buffer | Promise<Buffer>, encode: Encode | undefined): Codec {
  return {
    async compress({ buffer }) {
      if (encode === undefined)
        throw new Error(`Barometer reads the codec ${name} and does not write it: use lz4 or gzip`);
      return encode(buffer);
    },
    async decompress(bytes) {
      try {
        return await decode(bytes);
      } catch (error) {
        throw undecodable(name, error);
      }
    },
  };
}

function undecodable(name: string, cause: unknown): Error {
  const { message } = cause as Error;
  const words = `a batch of records with the codec ${name} cannot be decoded: ${message}`;
  return Object.assign(new Error(words, { cause }), { retriable: false });
}
