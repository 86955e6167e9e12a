import type { KafkaSettings } from '@barometer/kafka';
import type { Inbox, TopicHistory } from '@barometer/store';
import type { StoreOpening } from './open.js';
import type { Logger } from './log/logger.js';

/** The topics that incidents are taken from. */
export interface IncidentTopics {
  readonly history: TopicHistory;
  /** Records that the group of collectors has not acknowledged yet; rejects where nobody answers. */
  lag(): Promise<number>;
  open(): Promise<Inbox & { close(): Promise<void> }>;
  close(): Promise<void>;
}

/** The input topics that the settings name, not yet read; `undefined` where they name none. The adapter is loaded only for them. */
export async function openIncidentTopics(
  kafka: KafkaSettings | undefined,
  { role, logger, onFatal }: StoreOpening,
): Promise<IncidentTopics | undefined> {
  if (kafka === undefined || kafka.incidents.length === 0) return undefined;
  const { openIncidentTopics: open } = (await import('@barometer/kafka')) as unknown as KafkaTopics;
  return open(kafka, { role, log: logger, onFatal });
}

interface KafkaTopics {
  openIncidentTopics(
    settings: KafkaSettings,
    opening: { readonly role: string; readonly log: Logger; readonly onFatal: (error: Error) => void },
  ): Promise<IncidentTopics>;
}
