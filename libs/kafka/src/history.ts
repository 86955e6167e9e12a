import type { TopicChunk, TopicHistory, TopicPartition, TopicRange } from '@barometer/store';
import type { ITopicMetadata, Kafka } from 'kafkajs';
import type { RawRecord } from './client.js';
import { failureOf } from './failure.js';
import { Fetcher } from './fetcher.js';
import { beginGroupAt } from './group-offsets.js';
import { inboxRecord } from './record.js';

export interface KafkaHistoryOptions {
  readonly kafka: Kafka;
  /** The input topics. */
  readonly topics: readonly string[];
  /** The group whose members take new records. */
  readonly groupId: string;
}

/** What a fetch brought beyond what was asked for. */
interface Rest {
  readonly from: number;
  readonly records: readonly RawRecord[];
  readonly next: number;
}

/** The input topics as they are when a desk starts on them for the first time. */
export class KafkaTopicHistory implements TopicHistory {
  private readonly fetcher: Fetcher;
  private readonly rests = new Map<string, Rest>();

  constructor(private readonly options: KafkaHistoryOptions) {
    this.fetcher = new Fetcher(options.kafka);
  }

  async ranges(): Promise<TopicRange[]> {
    const topics = [...this.options.topics].sort();
    const { topics: found } = await this.described(topics);
    const all = topics.flatMap((topic) => {
      const partitions = found.find(({ name }) => name === topic)?.partitions ?? [];
      return partitions
        .map(({ partitionId }) => partitionId)
        .sort((a, b) => a - b)
        .map((partition) => ({ topic, partition }));
    });
    const ranges: TopicRange[] = [];
    for (const each of all) {
      const { begin, end } = await this.fetcher.bounds(each.topic, each.partition);
      ranges.push({ ...each, from: begin, to: end });
    }
    return ranges;
  }

  async read({ topic, partition, from, to }: TopicRange, max: number): Promise<TopicChunk> {
    if (from >= to) return { records: [], next: from };
    const { records, next } = await this.fetch({ topic, partition }, from);
    const within = records.filter(({ offset }) => Number(offset) < to);
    const taken = within.slice(0, max);
    const reached = taken.length < within.length ? Number(taken.at(-1)!.offset) + 1 : Math.min(next, to);
    this.rests.set(`${topic}/${partition}`, { from: reached, records: records.slice(taken.length), next });
    return { records: taken.map((raw) => inboxRecord(topic, partition, raw)), next: reached };
  }

  beginAt(ranges: readonly TopicRange[]): Promise<void> {
    return beginGroupAt(this.options.kafka, this.options.groupId, ranges);
  }

  close(): Promise<void> {
    return this.fetcher.close();
  }

  private async fetch({ topic, partition }: TopicPartition, from: number): Promise<Omit<Rest, 'from'>> {
    const rest = this.rests.get(`${topic}/${partition}`);
    if (rest?.from === from && rest.records.length > 0) return rest;
    return this.fetcher.fetch(topic, partition, from);
  }

  private async described(topics: string[]): Promise<{ topics: ITopicMetadata[] }> {
    const admin = this.options.kafka.admin();
    try {
      await admin.connect();
      return await admin.fetchTopicMetadata({ topics });
    } catch (error) {
      throw failureOf(error, 'looking at the input topics');
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
