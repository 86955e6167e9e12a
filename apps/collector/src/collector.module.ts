import { WatchedFolder } from '@barometer/feed';
import { SECOND } from '@barometer/time';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { Acceptor } from './accept.js';
import { CollectorMetrics } from './collector.metrics.js';
import { FolderReader } from './folder-reader.js';
import { IncidentsController } from './incidents.controller.js';
import { JournalWriter } from './journal-writer.js';
import { Lifecycle } from './lifecycle.js';
import { COLLECTOR_LIMITS, type CollectorPorts } from './ports.js';
import { ConfigPublisher } from './publish-config.js';
import { RejectLog } from './reject.js';
import { Schedule, type Task } from './schedule.js';
import { Ticker } from './ticker.js';
import { COLLECTOR_PORTS } from './tokens.js';

/** Input to journal: validate, stamp, append, acknowledge. */
@Module({})
export class CollectorModule {
  static on(ports: CollectorPorts): DynamicModule {
    return {
      module: CollectorModule,
      imports: [ScheduleModule.forRoot()],
      controllers: [IncidentsController],
      providers: [{ provide: COLLECTOR_PORTS, useValue: ports }, ...intake(ports), ...running(ports)],
    };
  }
}

/** In the order data flows. */
function intake({ stores, clock, registry, config, stop }: CollectorPorts): Provider[] {
  return [
    { provide: CollectorMetrics, useFactory: () => new CollectorMetrics(registry, { config, stores }) },
    { provide: JournalWriter, useFactory: () => JournalWriter.open(stores.journal, clock) },
    { provide: RejectLog, useFactory: () => new RejectLog(stores.rejects, clock) },
    {
      provide: Acceptor,
      useFactory: (writer: JournalWriter, rejects: RejectLog, metrics: CollectorMetrics) =>
        new Acceptor({ writer, rejects, metrics, stop }),
      inject: [JournalWriter, RejectLog, CollectorMetrics],
    },
  ];
}

function running({ stores, config, engine, logger, ...ports }: CollectorPorts): Provider[] {
  const failed = (error: unknown) => logger.error({ err: error }, 'the config could not be published');
  const quiet = ports.limits?.quiet ?? COLLECTOR_LIMITS.quiet;
  return [
    { provide: ConfigPublisher, useFactory: () => new ConfigPublisher(stores.journal, config, engine, failed) },
    {
      provide: Schedule,
      useFactory: (registry: SchedulerRegistry, writer: JournalWriter, acceptor: Acceptor) => {
        const ticker = new Ticker(writer, quiet, ports.stop);
        const tasks: Task[] = [{ name: 'collector tick', every: quiet / 6, run: () => ticker.look() }];
        if (ports.folder !== undefined) tasks.push(folderTask(ports.folder, acceptor, ports));
        return new Schedule(registry, tasks, logger);
      },
      inject: [SchedulerRegistry, JournalWriter, Acceptor],
    },
    {
      provide: Lifecycle,
      useFactory: (publisher: ConfigPublisher, schedule: Schedule) => new Lifecycle(publisher, schedule),
      inject: [ConfigPublisher, Schedule],
    },
  ];
}

function folderTask(directory: string, acceptor: Acceptor, { clock }: Pick<CollectorPorts, 'clock'>): Task {
  const reader = new FolderReader(new WatchedFolder(directory), acceptor, clock);
  return { name: 'collector folder', every: SECOND, run: () => reader.look() };
}
