import type { Transition } from '@barometer/alert';
import type { NamesDefinition } from '@barometer/gazetteer';
import type { Channel, ReceiverDefinition, RouteDefinition } from '@barometer/notice';
import type { Stores } from '@barometer/store';
import type { Sleep } from '@barometer/service';
import type { Clock, Duration } from '@barometer/time';
import type { Registry } from 'prom-client';

/** The part of the config that says whom to tell; a `Config` is one. */
export interface NotifierConfig {
  readonly publicUrl?: string | undefined;
  readonly timezone: string;
  readonly routes: readonly RouteDefinition[];
  readonly receivers: readonly ReceiverDefinition[];
  readonly definition: { readonly names: NamesDefinition };
  readonly settings: { readonly deliveries: { readonly keep: Duration } };
}

/** The config in force, and word of every change. */
export interface NotifierConfigSource {
  readonly current: NotifierConfig;
  /** Answers how to stop listening. */
  onChange(listener: () => void): unknown;
}

/** Where the notifier's lines go: facts first, words second. */
export interface NotifierLog {
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

/** Everything the notifier touches. */
export interface NotifierPorts {
  readonly stores: Pick<Stores, 'journal' | 'alerts' | 'deliveries' | 'feeds' | 'shares'>;
  readonly config: NotifierConfigSource;
  readonly clock: Clock;
  readonly channels: (receiver: ReceiverDefinition) => Channel;
  readonly logger: NotifierLog;
  readonly registry: Registry;
  /** Draws a transition's reading as SVG. */
  readonly chart?: (transition: Transition) => Promise<string | undefined>;
  /** Resolves once every transition caused up to a journal place is in `alerts`; by default when an assessor has noted so in `feeds`. */
  readonly assessed?: (place: number, signal: AbortSignal) => Promise<void>;
  /** How long what another process left unfinished is let be; by default 0, for a process that is alone. */
  readonly handOver?: Duration;
  /** Told what no repetition helps; by default it is thrown. */
  readonly onFatal?: (err: unknown) => void;
  /** For tests; by default a timer. */
  readonly sleep?: Sleep;
}
