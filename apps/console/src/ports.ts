import type { DeskView } from '@barometer/desk';
import type { NamesDefinition } from '@barometer/gazetteer';
import type { Logger, Sleep } from '@barometer/service';
import type { Stores } from '@barometer/store';
import type { Clock, Instant } from '@barometer/time';
import type { Outcome, ReceiverDefinition } from '@barometer/notice';
import type { Registry } from 'prom-client';
import type { Asked } from './send-again.js';

/** A fault of the config file as pages name it. */
export interface ConfigProblem {
  /** A `warning` leaves the file in effect; default `error`. */
  readonly severity?: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** The config in force, and what is wrong with the file where it is not that one. */
export interface ConsoleConfig {
  readonly current: {
    readonly publicUrl?: string;
    readonly timezone: string;
    readonly definition: { readonly names: NamesDefinition };
    readonly receivers: readonly ReceiverDefinition[];
    readonly hash: string;
    readonly file: string;
    /** The file as written; shown with its secrets hidden. */
    readonly text: string;
  };
  readonly problems: readonly ConfigProblem[];
}

/** Everything the console looks at and acts on. */
export interface ConsolePorts {
  readonly stores: Stores;
  /** The live twin. */
  readonly desk: () => DeskView;
  /** A desk as known at an instant before the live one's now. */
  readonly deskAt: (at: Instant) => Promise<DeskView>;
  readonly config: ConsoleConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Where the outbox channel writes its files, where there is one. */
  readonly outboxDirectory?: string;
  /** Sends a receiver's recipients a test message each, and answers for all. */
  readonly sendTest: (receiver: string) => Promise<Outcome>;
  /** Sends once more what was given up; `undefined` where it was never planned, throws `NotGivenUp`. */
  readonly sendAgain: (asked: Asked) => Promise<Outcome | undefined>;
  /** Shown where no `at` is asked for, as long as the desk holds nothing but history. */
  readonly defaultAt?: Instant;
  /** For tests; by default a timer. */
  readonly sleep?: Sleep;
}
