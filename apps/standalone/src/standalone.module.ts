import { AssessorModule, type Written } from '@barometer/assessor';
import { CollectorModule, type TopicSource } from '@barometer/collector';
import type { LiveConfig } from '@barometer/config';
import { ConsoleModule, DeskCache, sendAgain, sendTest } from '@barometer/console';
import { ENGINE, type Follower } from '@barometer/desk';
import type { Channel, ReceiverDefinition } from '@barometer/notice';
import { NotifierModule, type Notifier } from '@barometer/notifier';
import type { Health, Logger } from '@barometer/service';
import type { Stores } from '@barometer/store';
import type { Clock, Instant } from '@barometer/time';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Registry } from 'prom-client';

/** What the four services share in one process. */
export interface StandaloneParts {
  readonly stores: Stores;
  readonly config: LiveConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly health: Health;
  readonly follower: Follower;
  readonly written: Written;
  readonly notifier: Notifier;
  readonly channels: (receiver: ReceiverDefinition) => Channel;
  readonly outboxDirectory: string;
  readonly inboxDirectory: string;
  /** Topics that incidents are taken from; none when absent. */
  readonly topics?: TopicSource;
  /** Bytes a request may have. */
  readonly maxBody: number;
  readonly defaultAt?: Instant;
  /** Ends the process: something in it must not go on. */
  readonly onFatal: (err: unknown) => void;
}

/** Collector, assessor, notifier and console in one process, over one store and one desk. */
@Module({})
export class StandaloneModule {
  static on(parts: StandaloneParts): DynamicModule {
    const { stores, config, clock, logger, registry, health, follower, written, notifier, onFatal } = parts;
    const past = new DeskCache(stores.journal);
    return {
      module: StandaloneModule,
      imports: [
        CollectorModule.on({
          ...{ stores, clock, config, logger, registry },
          engine: ENGINE,
          folder: parts.inboxDirectory,
          limits: { maxBody: parts.maxBody },
          ...(parts.topics === undefined ? {} : { topics: parts.topics, health }),
          stop: onFatal,
        }),
        AssessorModule.on({
          ...{ stores, follower, clock, logger, registry, health, written, onFatal },
          writer: 'standalone',
        }),
        NotifierModule.of(notifier),
        ConsoleModule.on({
          ...{ stores, config, clock, logger, registry },
          desk: () => follower.desk,
          deskAt: (at) => past.at(at),
          outboxDirectory: parts.outboxDirectory,
          sendTest: (receiver) => sendTest(parts, receiver),
          sendAgain: (asked) => sendAgain(parts, asked),
          ...(parts.defaultAt === undefined ? {} : { defaultAt: parts.defaultAt }),
        }),
      ],
    };
  }
}
