import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { Snapshots, type Follower } from '@barometer/desk';
import { packing, type Health, type Logger } from '@barometer/service';
import type { Stores } from '@barometer/store';
import type { Clock } from '@barometer/time';
import { Assessor, type AssessorOptions } from './assessor.js';
import { AssessorCounts, assessorMetrics } from './assessor.metrics.js';
import { Outputs } from './outputs.js';
import type { Written } from './written.js';

export interface AssessorPorts {
  readonly stores: Pick<Stores, 'journal' | 'alerts' | 'snapshots' | 'feeds' | 'shares'>;
  /** The desk it runs; the console may look at the same one. */
  readonly follower: Follower;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Told what keeps the desk from being ready. */
  readonly health: Health;
  /** Names this process in the records it writes. */
  readonly writer: string;
  /** Told how far everything is written. */
  readonly written: Written;
  /** Serve while the journal is still being read; by default the application starts once it is. */
  readonly inBackground?: boolean;
  readonly onFatal: (err: unknown) => void;
}

/** journal → desk → alerts. */
@Module({})
export class AssessorModule implements OnApplicationShutdown {
  constructor(private readonly assessor: Assessor) {}

  static on(ports: AssessorPorts): DynamicModule {
    const { stores, follower, clock, registry, writer } = ports;
    const counts = new AssessorCounts(registry);
    return {
      module: AssessorModule,
      providers: [
        {
          provide: Snapshots,
          useFactory: () =>
            new Snapshots(stores.snapshots, { packing, pause: () => new Promise((resolve) => setImmediate(resolve)) }),
        },
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
            return started({ outputs, snapshots, counts }, ports);
          },
        },
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.assessor.stop();
  }
}

async function started(
  parts: Pick<AssessorOptions, 'outputs' | 'snapshots' | 'counts'>,
  { stores, follower, written, logger, health, inBackground, onFatal }: AssessorPorts,
): Promise<Assessor> {
  const assessor = new Assessor({ ...parts, follower, written, feeds: stores.feeds, logger, onFatal });
  health.add({ name: 'desk', problem: () => assessor.problem((next) => stores.journal.behind(next)) });
  const starting = assessor.start();
  if (inBackground) starting.catch(onFatal);
  else await starting;
  return assessor;
}
