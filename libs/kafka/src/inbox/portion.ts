import type { EachBatchPayload, KafkaMessage, OffsetsByTopicPartition } from 'kafkajs';

/** One partition's part of a fetch, waiting to be taken. */
export class Portion {
  readonly topic: string;
  readonly partition: number;
  /** What its records weigh, bytes. */
  readonly bytes: number;
  readonly commit: (offsets: OffsetsByTopicPartition) => Promise<void>;
  private readonly messages: readonly KafkaMessage[];
  private at = 0;

  /** `epoch` counts the group's assignments. */
  constructor(
    { batch, commitOffsetsIfNecessary }: EachBatchPayload,
    readonly epoch: number,
  ) {
    this.topic = batch.topic;
    this.partition = batch.partition;
    this.messages = batch.messages;
    this.bytes = batch.messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    this.commit = commitOffsetsIfNecessary;
  }

  get isTaken(): boolean {
    return this.at === this.messages.length;
  }

  /** Up to `max` of the records that nobody took yet. */
  take(max: number): readonly KafkaMessage[] {
    const taken = this.messages.slice(this.at, this.at + max);
    this.at += taken.length;
    return taken;
  }
}
