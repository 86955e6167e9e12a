import type { EachBatchPayload, KafkaMessage, OffsetsByTopicPartition } from 'kafkajs';

/** One partition's part of a fetch, waiting to be taken. */
export class Portion {
  readonly topic: string;
  readonly partition: number;
  readonly commit: (offsets: OffsetsByTopicPartition) => Promise<void>;
  private readonly messages: readonly KafkaMessage[];
  private at = 0;
  private wake: () => void = () => {};

  /** `epoch` counts the group's assignments. */
  constructor(
    { batch, commitOffsetsIfNecessary }: EachBatchPayload,
    readonly epoch: number,
  ) {
    this.topic = batch.topic;
    this.partition = batch.partition;
    this.messages = batch.messages;
    this.commit = commitOffsetsIfNecessary;
  }

  get isTaken(): boolean {
    return this.at === this.messages.length;
  }

  /** The offset of the last record that was taken, if any was. */
  get lastTaken(): string | undefined {
    return this.messages[this.at - 1]?.offset;
  }

  /** Up to `max` of the records that nobody took yet. */
  take(max: number): readonly KafkaMessage[] {
    const taken = this.messages.slice(this.at, this.at + max);
    this.at += taken.length;
    if (this.isTaken) this.wake();
    return taken;
  }

  /** Resolves when all is taken, when `stir` is called, or after `ms`. */
  settled(ms: number): Promise<void> {
    if (this.isTaken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  stir(): void {
    this.wake();
  }
}
