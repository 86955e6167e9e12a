import type { Transition } from '@barometer/alert';
import type { NamesDefinition } from '@barometer/gazetteer';
import type { Channel, ReceiverDefinition, RouteDefinition } from '@barometer/notice';
import type { Stores } from '@barometer/store';
import type { Clock, Duration } from '@barometer/time';
import type { Registry } from 'prom-client';

/** The part of the config that says whom to tell; a `Config` is one. */
export interface NotifierConfig {
  readonly publicUrl?: string | undefined;
  readonly timezone: string;
  readonly routes: readonly RouteDefinition[];
  readonly receivers: readonly ReceiverDefinition[];
  readonly definition: { readonly names: NamesDefinition };
}

/** The config in force, and word of every change. */
export interface NotifierConfigSource {
  readonly current: NotifierConfig;
  /** Answers how to stop listening. */
  onChange(listener: () => void): unknown;
}

/** Waits, or less when the signal aborts; never rejects. */
export type Sleep = (wait: Duration, signal: AbortSignal) => Promise<void>;

/** Where the notifier's lines go: facts first, words second. */
export interface NotifierLog {
  info(facts: object, words: string): void;
  warn(facts: object, words: string): void;
  error(facts: object, words: string): void;
}

/** Everything the notifier touches. */
export interface NotifierPorts {
  readonly stores: Pick<Stores, 'journal' | 'alerts' | 'deliveries'>;
  readonly config: NotifierConfigSource;
  readonly clock: Clock;
  readonly channels: (receiver: ReceiverDefinition) => Channel;
  readonly logger: NotifierLog;
  readonly registry: Registry;
  /** Draws a transition's reading as SVG. */
  readonly chart?: (transition: Transition) => Promise<string | undefined>;
  /** Resolves once every transition caused up to a journal place is in `alerts`; without it, a short wait stands in. */
  readonly assessed?: (place: number, signal: AbortSignal) => Promise<void>;
  /** For tests; by default a timer. */
  readonly sleep?: Sleep;
}
