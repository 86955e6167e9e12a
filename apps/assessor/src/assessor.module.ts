import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Registry } from 'prom-client';
import type { Follower } from '@barometer/desk';
import type { Logger } from '@barometer/service';
import type { Stores } from '@barometer/store';
import type { Clock } from '@barometer/time';
import { Assessor } from './assessor.js';
import { AssessorCounts, assessorMetrics } from './assessor.metrics.js';
import { Outputs } from './outputs.js';
import { Snapshots } from './snapshots.js';
import type { Written } from './written.js';

export interface AssessorPorts {
  readonly stores: Pick<Stores, 'journal' | 'alerts' | 'snapshots' | 'shares'>;
  /** The desk it runs; the console may look at the same one. */
  readonly follower: Follower;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly writer: string;
  /** Told how far everything is written. */
  readonly written: Written;
  readonly onFatal: (err: unknown) => void;
}

/** journal → desk → alerts. */
@Module({})
export class AssessorModule implements OnApplicationShutdown {
  constructor(private readonly assessor: Assessor) {}

  static on(ports: AssessorPorts): DynamicModule {
    const { stores, follower, clock, logger, registry, writer, written, onFatal } = ports;
    const counts = new AssessorCounts(registry);
    return {
      module: AssessorModule,
      providers: [
        { provide: Snapshots, useFactory: () => new Snapshots(stores.snapshots) },
        {
          provide: Outputs,
          useFactory: () =>
            new Outputs({
              ...{ alerts: stores.alerts, shares: stores.shares, clock, writer },
              seen: (transition) => counts.seen(transition),
            }),
        },
        {
          provide: Assessor,
          inject: [Outputs, Snapshots],
          useFactory: async (outputs: Outputs, snapshots: Snapshots) => {
            assessorMetrics(registry, { follower, outputs, journal: stores.journal, shares: stores.shares });
            const assessor = new Assessor({ follower, outputs, snapshots, written, counts, logger, onFatal });
            await assessor.start();
            return assessor;
          },
        },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.assessor.stop();
  }
}
