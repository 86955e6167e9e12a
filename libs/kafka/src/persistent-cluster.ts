import { StoreFailure } from '@barometer/store';
import type { Kafka } from 'kafkajs';
import { clusterOf, type Cluster } from './client.js';
import { failureOf, isTransient, isUnknownTopic } from './failure.js';

/** How long an unreachable cluster is asked again before a request gives up, ms. */
const PATIENCE = 60_000;
/** How long a topic may be unknown to a broker that has just started, ms. */
const UNKNOWN = 10_000;
const PAUSE = 250;

/** A cluster that is connected when it is asked, and asked again on new connections while a failure may mend by itself. */
export class PersistentCluster {
  private cluster: Cluster | undefined;
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly patience = PATIENCE,
  ) {}

  /** Does the work, which may be done more than once; throws `StoreFailure` that begins with what it was doing. */
  async ask<T>(doing: string, work: (cluster: Cluster) => Promise<T>): Promise<T> {
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

  /** Ends the connections. */
  async close(): Promise<void> {
    this.closed = true;
    await this.cluster?.disconnect().catch(() => undefined);
  }

  /** Connections that failed once are not trusted again. */
  private forget(cluster: Cluster): void {
    if (this.cluster === cluster) this.cluster = undefined;
    void cluster.disconnect().catch(() => undefined);
  }
}
