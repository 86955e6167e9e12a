import { Bell, type Log, type Shares, type Stores, type Table } from '@barometer/store';
import type { Kafka } from 'kafkajs';
import { connectKafka } from './connect.js';
import { assertVersions } from './guards/versions.js';
import { Fetcher } from './fetcher.js';
import { KafkaTopicLog } from './log.js';
import { patiently } from './patience.js';
import { Sender } from './sender.js';
import type { KafkaOpening, KafkaSettings } from './settings.js';
import { GroupShares } from './shares.js';
import { KafkaTopicTable } from './table.js';
import { prepareTopics, topicSpecs, type TopicName } from './topics.js';

/** Roles whose processes share names among them. */
const SHARING = ['collector', 'assessor', 'notifier'] as const;

/**
 * Opens every log and table of a desk on a cluster; throws `StoreFailure` that says in one line what is wrong. A `standalone` shares
 * with the services of each kind; any role that is none of these owns nothing and only looks.
 */
export async function openKafka(settings: KafkaSettings, opening: KafkaOpening): Promise<Stores> {
  const kafka = await connectKafka(settings, opening.log);
  const specs = topicSpecs(settings.prefix);
  const { log: to } = opening;
  await patiently(to, () => assertVersions(kafka));
  await patiently(to, () =>
    prepareTopics(kafka, { specs: Object.values(specs), replication: settings.replication, log: to }),
  );
  const sender = new Sender(kafka);
  const reader = new Fetcher(kafka);
  const waiters: Fetcher[] = [];
  const log = (name: TopicName): Log => {
    const waiter = new Fetcher(kafka);
    waiters.push(waiter);
    const { topic } = specs[name];
    return new KafkaTopicLog({ topic, packed: name === 'journal', reader, waiter, send: sender.send });
  };
  const table = (name: TopicName): Table =>
    new KafkaTopicTable({ topic: specs[name].topic, reader, send: sender.send });
  const shares = await patiently(to, () => joinShares(kafka, settings, opening));
  return {
    ...{ journal: log('journal'), rejects: log('rejects'), alerts: log('alerts') },
    ...{ deliveries: table('deliveries'), feeds: table('feeds'), snapshots: table('snapshots'), shares },
    close: async () => {
      await shares.close();
      await Promise.all([sender, reader, ...waiters].map((one) => one.close()));
    },
  };
}

async function joinShares(
  kafka: Kafka,
  settings: KafkaSettings,
  opening: KafkaOpening,
): Promise<Shares & { close(): Promise<void> }> {
  const roles = SHARING.filter((role) => opening.role === role || opening.role === 'standalone');
  const joined = await Promise.all(
    roles.map(async (role) => [role, await GroupShares.join(kafka, settings, { ...opening, role })] as const),
  );
  const groups = new Map<string, GroupShares>(joined);
  const groupOf = (name: string) =>
    groups.size === 1 ? [...groups.values()][0] : (groups.get(name) ?? groups.get('assessor'));
  return {
    owns: (name) => groupOf(name)?.owns(name) ?? false,
    takesPart: () => [...groups.values()].every((group) => group.takesPart()),
    changed: (signal) => firstChange([...groups.values()], signal),
    close: async () => void (await Promise.all([...groups.values()].map((group) => group.close()))),
  };
}

/** Resolves at the first change in any of the groups, or when the signal aborts. */
async function firstChange(groups: readonly Shares[], signal: AbortSignal): Promise<void> {
  if (groups.length === 0) return new Bell().wait(() => false, signal);
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  await Promise.race(groups.map((group) => group.changed(either)));
  done.abort();
}
