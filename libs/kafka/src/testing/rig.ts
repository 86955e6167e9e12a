import type { Log, Table } from '@barometer/store';
import kafkajs from 'kafkajs';
import { registerCodecs } from '../codecs.js';
import { Fetcher } from '../fetcher.js';
import { KafkaTopicLog } from '../log.js';
import { Sender } from '../sender.js';
import { KafkaTopicTable } from '../table.js';
import { prepareTopics, topicSpecs, type TopicName } from '../topics.js';
import type { SuiteBroker } from './suites.js';

/** Logs and tables of one prefix as a process of its own would open them. */
export interface Rig {
  log(name: TopicName): Log;
  table(name: TopicName): Table;
  /** Takes records away as retention would. */
  deleteBefore(name: TopicName, offset: number): Promise<void>;
  close(): Promise<void>;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Prepares some topics of a prefix and connects. */
export async function openRig({ addresses }: SuiteBroker, prefix: string, names: readonly TopicName[]): Promise<Rig> {
  registerCodecs();
  const kafka = new kafkajs.Kafka({ brokers: [...addresses], logLevel: kafkajs.logLevel.NOTHING });
  const specs = topicSpecs(prefix);
  await prepareTopics(kafka, { specs: names.map((name) => specs[name]), replication: 1, log: silent });
  const sender = new Sender(kafka);
  const fetchers: Fetcher[] = [];
  const fetcher = () => {
    const made = new Fetcher(kafka);
    fetchers.push(made);
    return made;
  };
  return {
    log(name) {
      const { topic } = specs[name];
      const parts = { topic, packed: name === 'journal', reader: fetcher(), waiter: fetcher(), send: sender.send };
      return new KafkaTopicLog(parts);
    },
    table: (name) => new KafkaTopicTable({ topic: specs[name].topic, reader: fetcher(), send: sender.send }),
    async deleteBefore(name, offset) {
      const admin = kafka.admin();
      await admin.connect();
      // kafkajs asks for the leader only once it has looked at the topic.
      await admin.fetchTopicOffsets(specs[name].topic);
      await admin.deleteTopicRecords({
        topic: specs[name].topic,
        partitions: [{ partition: 0, offset: String(offset) }],
      });
      await admin.disconnect();
    },
    close: async () => void (await Promise.all([sender, ...fetchers].map((one) => one.close()))),
  };
}
