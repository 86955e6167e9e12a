import type { Kafka } from 'kafkajs';

/** A record as the broker holds it. */
export interface RawRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | readonly Buffer[]>>;
  /** Set on the marks that end a transaction. */
  readonly isControlRecord?: boolean;
}

/** One partition's part of a fetch. */
export interface FetchedPartition {
  /** The end of what is decided. */
  readonly lastStableOffset: string;
  /** The first offset still there. */
  readonly lastStartOffset: string;
  readonly messages: readonly RawRecord[];
  /** Transactions aborted in this part; their records came all the same. */
  readonly abortedTransactions?: readonly { readonly producerId: string; readonly firstOffset: string }[] | null;
}

/** A connection to one broker, as far as reading needs it. */
export interface Broker {
  fetch(request: {
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly isolationLevel: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly fetchOffset: string;
        readonly maxBytes: number;
      }[];
    }[];
  }): Promise<{ readonly responses: readonly { readonly partitions: readonly FetchedPartition[] }[] }>;
}

/** kafkajs' view of a cluster, as far as reading needs it. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
  findBroker(node: { readonly nodeId: string }): Promise<Broker>;
  fetchTopicsOffset(
    topics: readonly { topic: string; partitions: readonly { partition: number }[]; fromBeginning: boolean }[],
  ): Promise<readonly { readonly partitions: readonly { readonly partition: number; readonly offset: string }[] }[]>;
}

type MakeCluster = (options: {
  readonly metadataMaxAge: number;
  readonly allowAutoTopicCreation: boolean;
  readonly isolationLevel: number;
}) => Cluster;

/**
 * A cluster of the client's own kind: kafkajs 2.2.4 keeps its maker under a symbol. It offers what its consumers are built on, a fetch
 * from a place of one's own choice, without a group.
 */
export function clusterOf(kafka: Kafka): Cluster {
  const maker = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const make = maker && (kafka as unknown as Record<symbol, MakeCluster>)[maker];
  if (!make) throw new Error('this is not kafkajs 2.2.4: its maker of clusters is gone');
  return make({ metadataMaxAge: 60_000, allowAutoTopicCreation: false, isolationLevel: 1 });
}
