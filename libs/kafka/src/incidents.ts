import type { Inbox, TopicHistory } from '@barometer/store';
import { connectKafka } from './connect.js';
import { assertVersions } from './guards/versions.js';
import { KafkaTopicHistory } from './history.js';
import { TopicInbox } from './inbox.js';
import { lagOf } from './inbox/lag.js';
import { patiently } from './patience.js';
import type { KafkaOpening, KafkaSettings } from './settings.js';
import { incidentTopics, prepareTopics } from './topics.js';

/** The topics that incidents are taken from. */
export interface IncidentTopics {
  readonly history: TopicHistory;
  /** Records that the group of collectors has not acknowledged yet; rejects where nobody answers. */
  lag(): Promise<number>;
  /** Joins the group of collectors, `PREFIX.collector`; every process of one desk takes a part of the records. */
  open(): Promise<Inbox & { close(): Promise<void> }>;
  close(): Promise<void>;
}

/** Makes sure that the input topics are there, and reads nothing yet; throws `StoreFailure` that says in one line what is wrong. */
export async function openIncidentTopics(settings: KafkaSettings, opening: KafkaOpening): Promise<IncidentTopics> {
  const { prefix, incidents: topics, replication } = settings;
  const { log, onFatal } = opening;
  const kafka = await connectKafka(settings, log);
  await patiently(log, () => assertVersions(kafka));
  await patiently(log, () => prepareTopics(kafka, { specs: incidentTopics(topics), replication, log }));
  const groupId = `${prefix}.collector`;
  const history = new KafkaTopicHistory({ kafka, topics, groupId });
  return {
    history,
    lag: () => lagOf(kafka, groupId, topics),
    open: () => TopicInbox.open({ kafka, topics, groupId, onFatal }),
    close: () => history.close(),
  };
}
