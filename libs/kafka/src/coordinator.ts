import type { Cluster } from './client.js';

interface AskedBroker {
  findGroupCoordinator(group: { readonly groupId: string }): Promise<unknown>;
}

interface GroupCluster extends Cluster {
  refreshMetadata(): Promise<void>;
  findGroupCoordinator(group: { readonly groupId: string }): Promise<unknown>;
  readonly brokerPool: { findConnectedBroker(): Promise<AskedBroker> };
}

/** A connection to the broker that looks after a group, with the requests that `T` names; throws what the broker answered where it refuses. */
export async function coordinatorOf<T>(cluster: Cluster, groupId: string): Promise<T> {
  const asked = cluster as GroupCluster;
  await asked.refreshMetadata();
  try {
    return (await asked.findGroupCoordinator({ groupId })) as T;
  } catch (error) {
    // kafkajs keeps every answer to itself and only says that it found none.
    if ((error as Error).name !== 'KafkaJSGroupCoordinatorNotFound') throw error;
    const broker = await asked.brokerPool.findConnectedBroker();
    await broker.findGroupCoordinator({ groupId });
    throw error;
  }
}
