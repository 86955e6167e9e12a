import type { OffsetsByTopicPartition } from 'kafkajs';
import type { Portion } from './portion.js';

/** Records of one portion in somebody's hands. */
export interface HandedOut {
  readonly portion: Portion;
  /** The offset after the last of them. */
  readonly next: number;
}

interface Waiting extends HandedOut {
  done: boolean;
}

/** What was handed out and is not yet behind the group's committed offset, partition by partition. */
export class HandedOutRecords {
  private epoch = 0;
  private readonly partitions = new Map<string, Waiting[]>();

  /** A new assignment: what was handed out under the last one comes again, here or elsewhere. */
  begin(epoch: number): void {
    this.epoch = epoch;
    this.partitions.clear();
  }

  add(all: readonly HandedOut[]): void {
    for (const handed of all) {
      const { topic, partition } = handed.portion;
      const waiting = this.partitions.get(`${topic}/${partition}`) ?? [];
      waiting.push({ ...handed, done: false });
      this.partitions.set(`${topic}/${partition}`, waiting);
    }
  }

  /** Where the group may stand once these are done: behind nothing that is still in somebody's hands. */
  done(all: readonly HandedOut[]): OffsetsByTopicPartition {
    const topics = new Map<string, { partition: number; offset: string }[]>();
    for (const { portion, next } of all) {
      if (portion.epoch !== this.epoch) continue;
      const { topic, partition } = portion;
      const offset = this.advance(`${topic}/${partition}`, next);
      if (offset === undefined) continue;
      const partitions = (topics.get(topic) ?? []).filter((each) => each.partition !== partition);
      topics.set(topic, [...partitions, { partition, offset: String(offset) }]);
    }
    return { topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) };
  }

  private advance(key: string, next: number): number | undefined {
    const waiting = this.partitions.get(key) ?? [];
    const found = waiting.find((each) => each.next === next);
    if (found !== undefined) found.done = true;
    let offset: number | undefined;
    while (waiting[0]?.done) offset = waiting.shift()!.next;
    return offset;
  }
}
