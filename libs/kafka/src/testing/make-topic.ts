import type { Kafka } from 'kafkajs';
import { prepareTopics } from '../topics.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** How a topic is set up that is no desk's own: by default one partition, and the broker's settings. */
export interface TopicMade {
  readonly partitions?: number;
  readonly config?: Readonly<Record<string, string>>;
}

/** Makes a topic and resolves once its partitions have leaders; kafkajs alone stumbles over a broker that does not know it yet. */
export function makeTopic(kafka: Kafka, topic: string, { partitions = 1, config = {} }: TopicMade = {}): Promise<void> {
  return prepareTopics(kafka, { specs: [{ topic, partitions, config, required: {} }], replication: 1, log: silent });
}
