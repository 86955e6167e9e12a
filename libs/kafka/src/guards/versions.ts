import { StoreFailure } from '@barometer/store';
import type { Kafka } from 'kafkajs';
import { clusterOf } from '../client.js';
import { failureOf } from '../failure.js';
import { inside } from './internals.js';

/** The least and the greatest version of each request that a broker takes, by the request's number. */
export type BrokerVersions = Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>>;

/** The requests that Barometer sends, by number. */
export const SPOKEN: Readonly<Record<number, string>> = {
  0: 'produce',
  1: 'fetch',
  2: 'listOffsets',
  3: 'metadata',
  8: 'offsetCommit',
  9: 'offsetFetch',
  10: 'findCoordinator',
  11: 'joinGroup',
  12: 'heartbeat',
  13: 'leaveGroup',
  14: 'syncGroup',
  19: 'createTopics',
  32: 'describeConfigs',
};

/** The newest version of a request that kafkajs can send. */
export function newestOf(request: string): number {
  const { versions } = inside<{ readonly versions: readonly string[] }>(`protocol/requests/${request}/index.js`);
  return Math.max(...versions.map(Number));
}

/** Requests that this broker takes only in versions kafkajs does not speak. */
export function unspoken(broker: BrokerVersions): string[] {
  return Object.entries(SPOKEN).flatMap(([number, request]) => {
    const taken = broker[Number(number)];
    const newest = newestOf(request);
    if (taken !== undefined && taken.minVersion <= newest) return [];
    return [
      `${request} ${taken === undefined ? 'not at all' : `from version ${taken.minVersion} on`} (spoken: up to ${newest})`,
    ];
  });
}

/**
 * Refuses a broker so new that it no longer takes what kafkajs sends, or so old that it lacks a request; kafkajs itself would go on and fail
 * at the first request.
 */
export async function assertVersions(kafka: Kafka): Promise<void> {
  const cluster = clusterOf(kafka);
  try {
    await cluster.connect();
    const { versions } = (cluster as unknown as { brokerPool: { versions: BrokerVersions } }).brokerPool;
    const missing = unspoken(versions);
    if (missing.length === 0) return;
    throw new StoreFailure(
      'refused',
      `this Kafka is not spoken: it takes ${missing.join(', ')}; use Apache Kafka 2.1 to 4.4`,
    );
  } catch (error) {
    throw failureOf(error, 'asking the broker what it speaks');
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
}
