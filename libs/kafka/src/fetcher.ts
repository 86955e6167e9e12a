import { StoreFailure } from '@barometer/store';
import type { Kafka } from 'kafkajs';
import { clusterOf, type Broker, type Cluster, type FetchedPartition, type RawRecord } from './client.js';
import { failureOf, isTransient, isUnknownTopic } from './failure.js';
import { inside } from './guards/internals.js';

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
/** How long an unreachable cluster is asked again before a read gives up, ms. */
const PATIENCE = 60_000;
/** How long a topic may be unknown to a broker that has just started, ms. */
const UNKNOWN = 10_000;
const PAUSE = 250;

/** Reads partitions from any place, without a consumer group: nothing is committed, nothing is reset. */
export class Fetcher {
  private cluster: Cluster | undefined;
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly patience = PATIENCE,
  ) {}

  /** Records from `offset` on, none at the end; throws `StoreFailure` `lost` where `offset` is not there. */
  fetch(topic: string, partition: number, offset: number, options: FetchOptions = {}): Promise<Fetched> {
    const { wait = 0, maxBytes = MAX_BYTES } = options;
    return this.persist(`reading ${topic}`, async (cluster) => {
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
    return this.persist(`asking for the ends of ${topic}`, async (cluster) => {
      await leaderOf(cluster, topic, partition);
      const ask = async (fromBeginning: boolean) => {
        const [found] = await cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning }]);
        return Number(found!.partitions[0]!.offset);
      };
      return { begin: await ask(true), end: await ask(false) };
    });
  }

  /** Ends the connections; a fetch under way ends within its wait. */
  async close(): Promise<void> {
    this.closed = true;
    await this.cluster?.disconnect().catch(() => undefined);
  }

  private async persist<T>(doing: string, work: (cluster: Cluster) => Promise<T>): Promise<T> {
    const until = performance.now() + this.patience;
    for (;;) {
      if (this.closed) throw new StoreFailure('closed', `${doing}: the store is closed`);
      const cluster = (this.cluster ??= clusterOf(this.kafka));
      try {
        await cluster.connect();
        return await work(cluster);
      } catch (error) {
        const mends = isUnknownTopic(error) ? performance.now() < until - this.patience + UNKNOWN : isTransient(error);
        if (!mends || performance.now() > until) throw failureOf(error, doing);
        this.forget(cluster);
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  /** Connections that failed once are not trusted again. */
  private forget(cluster: Cluster): void {
    if (this.cluster === cluster) this.cluster = undefined;
    void cluster.disconnect().catch(() => undefined);
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
