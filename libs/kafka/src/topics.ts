import { StoreFailure } from '@barometer/store';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { failureOf } from './failure.js';
import { MOST_BYTES } from './sender.js';
import type { KafkaLog } from './settings.js';

/** How a topic must be set up. */
export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  /** Settings it is created with. */
  readonly config: Readonly<Record<string, string>>;
  /** Those of them that it must still have; what they protect. */
  readonly required: Readonly<Record<string, string>>;
}

const DAY = 86_400_000;
const KEEP = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };
const COMPACT = {
  'cleanup.policy': 'compact',
  'min.cleanable.dirty.ratio': '0.2',
  'segment.bytes': String(64 * 1_048_576),
};
const SIZE = { 'max.message.bytes': String(MOST_BYTES + 1_048_576) };
/** How long a new topic may be without a leader, ms. */
const LEADER_PATIENCE = 30_000;

/** The topics of one desk: those whose history must never go, those that keep each key's last value, and those of bounded age. */
export function topicSpecs(prefix: string): Readonly<Record<TopicName, TopicSpec>> {
  const log = (name: string): TopicSpec => ({
    ...{ topic: `${prefix}.${name}`, partitions: 1 },
    config: { ...KEEP, ...SIZE },
    required: { ...KEEP, ...SIZE },
  });
  const aged = (name: string, days: number): TopicSpec => ({
    ...{ topic: `${prefix}.${name}`, partitions: 1 },
    config: { 'cleanup.policy': 'delete', 'retention.ms': String(days * DAY), ...SIZE },
    required: { 'cleanup.policy': 'delete', ...SIZE },
  });
  const table = (name: string): TopicSpec => ({
    ...{ topic: `${prefix}.${name}`, partitions: 1 },
    config: { ...COMPACT, ...SIZE },
    required: { 'cleanup.policy': 'compact', ...SIZE },
  });
  return {
    journal: log('journal'),
    alerts: log('alerts'),
    rejects: aged('rejects', 90),
    deliveries: table('deliveries'),
    feeds: table('feeds'),
    snapshots: table('snapshots'),
  };
}

export type TopicName = 'journal' | 'alerts' | 'rejects' | 'deliveries' | 'feeds' | 'snapshots';

/** Partitions that a topic of incidents gets where its producers have not made it. */
const INCIDENT_PARTITIONS = 6;

/** The topics of incidents: their producers' own, only that they are there matters. */
export function incidentTopics(topics: readonly string[]): TopicSpec[] {
  return topics.map((topic) => ({ topic, partitions: INCIDENT_PARTITIONS, config: {}, required: {} }));
}

export interface Preparing {
  readonly specs: readonly TopicSpec[];
  /** Copies of each topic that is created. */
  readonly replication: number;
  readonly log: KafkaLog;
}

/** Creates what is missing and checks what is there; throws `StoreFailure` `refused` that names every difference. */
export async function prepareTopics(kafka: Kafka, { specs, replication, log }: Preparing): Promise<void> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const there = new Set(await admin.listTopics());
    const missing = specs.filter(({ topic }) => !there.has(topic));
    if (missing.length > 0) await create(admin, missing, replication);
    if (missing.length > 0) log.info({ topics: missing.map(({ topic }) => topic) }, 'topics created');
    await check(
      admin,
      specs.filter(({ topic, required }) => there.has(topic) && Object.keys(required).length > 0),
    );
  } catch (error) {
    throw failureOf(error, `preparing the topics ${specs.map(({ topic }) => topic).join(', ')}`);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function create(admin: Admin, specs: readonly TopicSpec[], replication: number): Promise<void> {
  const inSync = replication > 2 ? { 'min.insync.replicas': '2' } : {};
  const topics = specs.map(({ topic, partitions, config }) => ({
    ...{ topic, numPartitions: partitions, replicationFactor: replication },
    configEntries: Object.entries({ ...config, ...inSync }).map(([name, value]) => ({ name, value })),
  }));
  // Two processes may start at once: one creates, the other finds it there.
  await admin.createTopics({ topics, waitForLeaders: false }).catch(assertOnlyExisting);
  await untilLed(admin, specs);
}

/** A created topic is unknown to its broker for a moment, and then without a leader for another. */
async function untilLed(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  const names = specs.map(({ topic }) => topic);
  for (const until = performance.now() + LEADER_PATIENCE; ;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: names });
      if (topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
      throw new StoreFailure('unreachable', `no leader yet for one of ${names.join(', ')}`);
    } catch (error) {
      if (performance.now() > until || failureOf(error, '').code === 'refused') throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const NOT_OURS =
  'is not there for the user of Kafka, who may not create it: make it, or allow what docs/kafka.md lists';

function assertOnlyExisting(error: unknown): void {
  const { errors = [error] } = error as { errors?: readonly unknown[] };
  for (const each of errors) {
    const { type, topic, message } = each as { type?: string; topic?: string; message?: string };
    if (type === 'TOPIC_ALREADY_EXISTS') continue;
    if (type === 'TOPIC_AUTHORIZATION_FAILED') throw new StoreFailure('refused', `${topic} ${NOT_OURS}`);
    throw topic ? new StoreFailure('refused', `${topic}: ${message}`) : each;
  }
}

async function check(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  if (specs.length === 0) return;
  const { topics } = await admin.fetchTopicMetadata({ topics: specs.map(({ topic }) => topic) });
  const partitions = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: specs.map(({ topic }) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic })),
  });
  const configs = new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      new Map(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
  const faults = specs.flatMap((spec) => faultsOf(spec, partitions.get(spec.topic) ?? 0, configs.get(spec.topic)));
  if (faults.length > 0)
    throw new StoreFailure('refused', `topics are not set up as they must be: ${faults.join('; ')}`);
}

/** What is wrong with a topic, and the command that mends it. */
export function faultsOf(
  { topic, partitions, required }: TopicSpec,
  found: number,
  config: ReadonlyMap<string, string> = new Map(),
): string[] {
  const faults = Object.entries(required)
    .filter(([name, value]) => !agrees(name, value, config.get(name)))
    .map(([name, value]) => {
      const is = config.get(name) ?? 'not set';
      return `${topic} has ${name}=${is}, needed is ${value} (kafka-configs.sh --alter --topic ${topic} --add-config ${name}=${value})`;
    });
  if (found !== partitions) faults.unshift(`${topic} has ${found} partitions, needed is ${partitions}`);
  return faults;
}

/** Sizes may be larger than needed; everything else is exact. */
function agrees(name: string, needed: string, found: string | undefined): boolean {
  return name === 'max.message.bytes' ? Number(found) >= Number(needed) : found === needed;
}
