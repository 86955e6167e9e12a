import type { Health, Logger } from '@barometer/service';
import type { Inbox, Stores, TopicHistory } from '@barometer/store';
import type { Clock, Duration } from '@barometer/time';
import type { Definition } from '@barometer/watch';
import type { Registry } from 'prom-client';

/** The config in effect; `LiveConfig` is one. */
export interface ConfigSource {
  readonly current: { readonly definition: Definition; readonly hash: string };
  /** False while the file holds an edit that cannot take effect. */
  readonly sound: boolean;
  /** Calls back after every edit; answers how to stop it. */
  onChange(listener: () => void): () => void;
}

export interface CollectorLimits {
  /** Bytes a request may have. */
  readonly maxBody: number;
  /** A tick is appended when the journal has been quiet for this long. */
  readonly quiet: Duration;
}

export const COLLECTOR_LIMITS: CollectorLimits = { maxBody: 1024 * 1024, quiet: 60_000 };

/** An inbox that is ours until it is closed. */
export interface OpenInbox extends Inbox {
  close(): Promise<void>;
}

/** The input topics. */
export interface TopicSource {
  readonly history: TopicHistory;
  /** Records in them that nobody has acknowledged yet, whoever reads them. */
  lag(): Promise<number>;
  /** Begins to read them; called once, when their history is in the journal. */
  open(): Promise<OpenInbox>;
}

/** What a collector is given. */
export interface CollectorPorts {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly config: ConfigSource;
  /** The version of the engine that will fold the journal. */
  readonly engine: string;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly limits?: Partial<CollectorLimits>;
  /** A folder watched for incident files; none when absent. */
  readonly folder?: string;
  /** Topics that incidents are taken from; none when absent. */
  readonly topics?: TopicSource;
  /** Told while history is imported, and while nothing can be taken from the topics. */
  readonly health?: Health;
  /** Serves before the config is published, as one of several may; otherwise the start waits for it. */
  readonly inBackground?: boolean;
  /** Called once when the collector must not go on, with one clear sentence. */
  readonly stop: (reason: Error) => void;
}
