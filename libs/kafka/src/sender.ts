import { StoreFailure } from '@barometer/store';
import kafkajs, { type Kafka, type Message, type Producer } from 'kafkajs';
import { failureOf, isTransient } from './failure.js';

/** Appends messages to partition 0 in one piece and answers the offset of the first; throws `StoreFailure`, `unsure` where no answer came. */
export type Send = (topic: string, messages: Message[]) => Promise<number>;

/** Bytes from which compressing is worth it. */
const COMPRESS = 1_024;

/** The producer of one process: connected when first needed. */
export class Sender {
  private producer: Promise<Producer> | undefined;

  constructor(private readonly kafka: Kafka) {}

  readonly send: Send = async (topic, messages) => {
    const producer = await (this.producer ??= this.connect());
    try {
      const compression = sizeOf(messages) < COMPRESS ? kafkajs.CompressionTypes.None : kafkajs.CompressionTypes.LZ4;
      const [answer] = await producer.send({ topic, messages, acks: -1, compression });
      return Number(answer!.baseOffset);
    } catch (error) {
      throw failureOf(error, `appending to ${topic}`, isTransient(error) ? 'unsure' : 'io');
    }
  };

  async close(): Promise<void> {
    const producer = await this.producer?.catch(() => undefined);
    await producer?.disconnect().catch(() => undefined);
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      allowAutoTopicCreation: false,
      createPartitioner: () => () => 0,
      // One request at a time: a retried one never overtakes the next.
      maxInFlightRequests: 1,
      retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8 },
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      this.producer = undefined;
      throw failureOf(error, 'connecting to the cluster');
    }
  }
}

function sizeOf(messages: readonly Message[]): number {
  let size = 0;
  for (const { key, value } of messages) size += (key?.length ?? 0) + (value?.length ?? 0);
  return size;
}

/** Bytes a topic takes in one append; what is larger is refused before it is sent. */
export const MOST_BYTES = 16 * 1_048_576;

/** Throws `StoreFailure` `invalid` for what no topic would take in one piece. */
export function assertFits(topic: string, messages: readonly Message[]): void {
  let size = 0;
  for (const { key, value } of messages) {
    size += Buffer.byteLength(key ?? '') + Buffer.byteLength((value as string | null) ?? '') + 64;
  }
  if (size <= MOST_BYTES) return;
  throw new StoreFailure('invalid', `appending to ${topic}: ${size} bytes in one piece, of at most ${MOST_BYTES}`);
}
