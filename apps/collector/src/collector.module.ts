import { WatchedFolder } from '@barometer/feed';
import { SECOND } from '@barometer/time';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { Acceptor } from './accept.js';
import { CollectorMetrics } from './collector.metrics.js';
import { Duty, ownsDuty, type HistoryImport } from './duty.js';
import { FolderReader } from './folder-reader.js';
import { Gate } from './gate.js';
import { importTopics, topicsImported } from './import-topics.js';
import { IncidentsController } from './incidents.controller.js';
import { JournalWriter } from './journal-writer.js';
import { Lifecycle } from './lifecycle.js';
import { COLLECTOR_LIMITS, type CollectorPorts, type TopicSource } from './ports.js';
import { RejectLog } from './reject.js';
import { Schedule, type Task } from './schedule.js';
import { Ticker } from './ticker.js';
import { COLLECTOR_PORTS } from './tokens.js';
import { TopicReader } from './topic-reader.js';

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
function intake(ports: CollectorPorts): Provider[] {
  const { stores, clock, registry, config, topics, stop } = ports;
  return [
    {
      provide: CollectorMetrics,
      useFactory: () => new CollectorMetrics(registry, { config, stores, ...(topics ? { topics } : {}) }),
    },
    { provide: Gate, useFactory: () => gateOf(ports) },
    { provide: JournalWriter, useFactory: () => JournalWriter.open(stores.journal, clock) },
    { provide: RejectLog, useFactory: () => new RejectLog(stores.rejects, clock) },
    {
      provide: Acceptor,
      useFactory: (writer: JournalWriter, rejects: RejectLog, metrics: CollectorMetrics, gate: Gate) =>
        new Acceptor({ writer, rejects, metrics, gate, stop }),
      inject: [JournalWriter, RejectLog, CollectorMetrics, Gate],
    },
    {
      provide: TopicReader,
      useFactory: (gate: Gate, acceptor: Acceptor, metrics: CollectorMetrics) =>
        ports.topics && topicReader(ports, ports.topics, { gate, acceptor, metrics }),
      inject: [Gate, Acceptor, CollectorMetrics],
    },
  ];
}

function gateOf({ health }: CollectorPorts): Gate {
  const gate = new Gate();
  health?.add({ name: 'history', problem: () => (gate.closed ? 'being imported' : undefined) });
  return gate;
}

interface Intake {
  readonly gate: Gate;
  readonly acceptor: Acceptor;
  readonly metrics: CollectorMetrics;
}

function topicReader({ clock, logger, health }: CollectorPorts, topics: TopicSource, intake: Intake): TopicReader {
  const reader = new TopicReader({ ...intake, open: () => topics.open(), clock, logger });
  health?.add({ name: 'topics', problem: () => reader.trouble });
  return reader;
}

function running(ports: CollectorPorts): Provider[] {
  const { stores, config, engine, clock, logger, inBackground = false } = ports;
  const history = historyOf(ports);
  return [
    {
      provide: Duty,
      useFactory: (gate: Gate) => {
        const { journal, feeds, shares } = stores;
        const parts = { journal, feeds, shares, config, engine, gate, clock, logger, inBackground };
        return new Duty(history ? { ...parts, history } : parts);
      },
      inject: [Gate],
    },
    {
      provide: Schedule,
      useFactory: (registry: SchedulerRegistry, writer: JournalWriter, acceptor: Acceptor, gate: Gate) =>
        new Schedule(registry, tasksOf(ports, { writer, acceptor, gate }), clock, logger),
      inject: [SchedulerRegistry, JournalWriter, Acceptor, Gate],
    },
    {
      provide: Lifecycle,
      useFactory: (duty: Duty, schedule: Schedule, topics?: TopicReader) => new Lifecycle(duty, schedule, topics),
      inject: [Duty, Schedule, TopicReader],
    },
  ];
}

function historyOf({ stores, clock, logger, topics }: CollectorPorts): HistoryImport | undefined {
  if (!topics) return undefined;
  const { history } = topics;
  return {
    done: () => topicsImported(stores),
    run: (signal) => importTopics({ stores, history, clock, logger, mine: () => ownsDuty(stores.shares) }, signal),
  };
}

interface TaskParts extends Pick<Intake, 'acceptor' | 'gate'> {
  readonly writer: JournalWriter;
}

function tasksOf(
  { limits, folder, stop, clock, logger }: CollectorPorts,
  { writer, acceptor, gate }: TaskParts,
): Task[] {
  const quiet = limits?.quiet ?? COLLECTOR_LIMITS.quiet;
  const ticker = new Ticker(writer, quiet, stop);
  const tasks: Task[] = [{ name: 'collector tick', every: quiet / 6, run: () => ticker.look() }];
  if (folder === undefined) return tasks;
  const reader = new FolderReader({ folder: new WatchedFolder(folder), acceptor, clock, logger });
  const run = async () => {
    if (!gate.closed) await reader.look();
  };
  return [...tasks, { name: 'collector folder', every: SECOND, run }];
}
