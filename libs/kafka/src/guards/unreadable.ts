import { AsyncLocalStorage } from 'node:async_hooks';
import { inside, replace } from './internals.js';

/** The header that a record stands under which holds a whole batch that could not be decoded; its value says why. */
export const UNREADABLE = 'barometer-unreadable';

interface Decoder {
  readonly buffer: Buffer;
  offset: number;
}
interface RecordBatch {
  readonly records: readonly object[];
}
type DecodeBatch = (decoder: Decoder) => Promise<RecordBatch>;

/** Where a batch's fields stand, bytes from its first offset. */
const LENGTH_AT = 8;
const LAST_DELTA_AT = 23;
const TIMESTAMP_AT = 27;

const tolerant = new AsyncLocalStorage<true>();
const PATH = 'protocol/recordBatch/v0/decoder.js';
let guarded: DecodeBatch | undefined;

/**
 * Runs a reader for whom a batch that cannot be decoded is no reason to stop: it gets one record in its place, at the batch's last
 * offset, with the batch's bytes as its value and the reason in the header `UNREADABLE`. All others get the error.
 */
export function tolerateUnreadable<T>(run: () => T): T {
  guardDecoder();
  return tolerant.run(true, run);
}

function guardDecoder(): void {
  if (inside<DecodeBatch>(PATH) === guarded) return;
  replace<DecodeBatch>(
    PATH,
    (decode) =>
      (guarded = async (decoder) => {
        const start = decoder.offset;
        try {
          return await decode(decoder);
        } catch (error) {
          const { name, message } = error as Error;
          if (name === 'KafkaJSPartialMessageError' || tolerant.getStore() === undefined) throw error;
          return wholeBatch(decoder, start, message);
        }
      }),
  );
}

/** The batch from `start` on as one record. */
function wholeBatch(decoder: Decoder, start: number, reason: string): RecordBatch {
  const end = start + LENGTH_AT + 4 + decoder.buffer.readInt32BE(start + LENGTH_AT);
  const value = decoder.buffer.subarray(start, end);
  decoder.offset = end;
  const record = {
    ...{ magicByte: 2, attributes: 0, isControlRecord: false },
    offset: String(value.readBigInt64BE(0) + BigInt(value.readInt32BE(LAST_DELTA_AT))),
    timestamp: String(value.readBigInt64BE(TIMESTAMP_AT)),
    ...{ key: null, value, headers: { [UNREADABLE]: Buffer.from(reason) } },
    batchContext: { inTransaction: false },
  };
  return { records: [record] };
}
