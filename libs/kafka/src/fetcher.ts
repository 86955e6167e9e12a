import { StoreFailure } from '@barometer/store';
import type { Kafka } from 'kafkajs';
import type { Broker, Cluster, FetchedPartition, RawRecord } from './client.js';
import { inside } from './guards/internals.js';
import { PersistentCluster } from './persistent-cluster.js';

/** What a fetch found. */
export interface Fetched {
  readonly records: readonly RawRecord[];
  /** The first offset it did not look at. */
  readonly next: number;
  /** The first offset still there. */
  readonly begin: number;
  /** The offset that the next record will get. */
  readonly end: number;
}

export interface Bounds {
  readonly begin: number;
  readonly end: number;
}

export interface FetchOptions {
  /** How long the broker may wait for a first record, ms; 0 answers at once. */
  readonly wait?: number;
  readonly maxBytes?: number;
}

const MAX_BYTES = 1 << 20;

/** Reads partitions from any place, without a consumer group: nothing is committed, nothing is reset. */
export class Fetcher {
  private readonly cluster: PersistentCluster;

  /** `patience` is how long an unreachable cluster is asked again before a read gives up, ms. */
  constructor(kafka: Kafka, patience?: number) {
    this.cluster = new PersistentCluster(kafka, patience);
  }

  /** Records from `offset` on, none at the end; throws `StoreFailure` `lost` where `offset` is not there. */
  fetch(topic: string, partition: number, offset: number, options: FetchOptions = {}): Promise<Fetched> {
    const { wait = 0, maxBytes = MAX_BYTES } = options;
    return this.cluster.ask(`reading ${topic}`, async (cluster) => {
      const broker = await leaderOf(cluster, topic, partition);
      const part = { partition, fetchOffset: String(offset), maxBytes };
      const { responses } = await broker.fetch({
        ...{ maxWaitTime: wait, minBytes: 1, maxBytes, isolationLevel: 1 },
        topics: [{ topic, partitions: [part] }],
      });
      return fetched(responses[0]!.partitions[0]!, offset);
    });
  }

  /** Where a partition begins and ends now. */
  bounds(topic: string, partition: number): Promise<Bounds> {
    return this.cluster.ask(`asking for the ends of ${topic}`, async (cluster) => {
      await leaderOf(cluster, topic, partition);
      const ask = async (fromBeginning: boolean) => {
        const [found] = await cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning }]);
        return Number(found!.partitions[0]!.offset);
      };
      return { begin: await ask(true), end: await ask(false) };
    });
  }

  /** Ends the connections; a fetch under way ends within its wait. */
  close(): Promise<void> {
    return this.cluster.close();
  }
}

async function leaderOf(cluster: Cluster, topic: string, partition: number): Promise<Broker> {
  await cluster.addTargetTopic(topic);
  await cluster.refreshMetadataIfNecessary();
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw new StoreFailure('lost', `${topic} has no partition ${partition}`);
  return cluster.findBroker({ nodeId });
}

function fetched(
  { messages, lastStableOffset, lastStartOffset, abortedTransactions }: FetchedPartition,
  offset: number,
): Fetched {
  // A compressed batch comes whole, with records before the place that was asked for.
  const found = messages.filter((message) => Number(message.offset) >= offset);
  // Behind it lies what an open transaction may still take back.
  const end = Number(lastStableOffset);
  const last = found.at(-1);
  // A batch emptied by compaction holds its place without a record.
  const next = last ? Number(last.offset) + 1 : offset < end ? offset + 1 : offset;
  return { records: committed(found, abortedTransactions), next, begin: Number(lastStartOffset), end };
}

type Filter = (found: Pick<FetchedPartition, 'messages' | 'abortedTransactions'>) => readonly RawRecord[];

/** Without the records of transactions that were aborted, and without the marks where transactions end. */
function committed(
  messages: readonly RawRecord[],
  abortedTransactions: FetchedPartition['abortedTransactions'],
): readonly RawRecord[] {
  const filter = inside<Filter>('consumer/filterAbortedMessages.js');
  return filter({ messages, abortedTransactions }).filter(({ isControlRecord }) => !isControlRecord);
}
