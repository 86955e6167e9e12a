import { StoreFailure } from '../failure.js';
import type { InboxRecord } from '../inbox.js';
import type { TopicChunk, TopicHistory, TopicRange } from '../topic-history.js';

/** Input topics in memory; a partition is named `topic[0]`. */
export class FakeTopicHistory implements TopicHistory {
  /** The records of each partition; `undefined` leaves a gap. */
  readonly partitions = new Map<string, (InboxRecord | undefined)[]>();
  /** Where the inbox was told to begin. */
  readonly begins = new Map<string, number>();
  /** Offsets that are gone, by partition. */
  readonly lost = new Map<string, number>();

  /** Adds a record to the end of a partition. */
  add(topic: string, partition: number, record: Omit<InboxRecord, 'place'> | undefined): void {
    const name = `${topic}[${partition}]`;
    const records = this.partitions.get(name) ?? [];
    records.push(record && { ...record, place: `${name}@${records.length}` });
    this.partitions.set(name, records);
  }

  async ranges(): Promise<readonly TopicRange[]> {
    return [...this.partitions].map(([name, { length }]) => {
      const [, topic, partition] = /^(.*)\[(\d+)\]$/.exec(name)!;
      return { topic: topic!, partition: Number(partition), from: this.lost.get(name) ?? 0, to: length };
    });
  }

  async read({ topic, partition, from, to }: TopicRange, max: number): Promise<TopicChunk> {
    const name = `${topic}[${partition}]`;
    const begin = this.lost.get(name) ?? 0;
    if (from < begin) throw new StoreFailure('lost', `${name} begins at ${begin}`);
    const next = Math.min(to, from + max);
    return {
      records: this.partitions
        .get(name)!
        .slice(from, next)
        .filter((record) => record !== undefined),
      next,
    };
  }

  async beginAt(ranges: readonly TopicRange[]): Promise<void> {
    for (const { topic, partition, to } of ranges) this.begins.set(`${topic}[${partition}]`, to);
  }
}

/** Input topics in memory, empty. */
export const fakeTopicHistory = (): FakeTopicHistory => new FakeTopicHistory();
