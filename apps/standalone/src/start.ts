import { join } from 'node:path';
import { Written } from '@barometer/assessor';
import { liveChannels } from '@barometer/channel';
import type { TopicSource } from '@barometer/collector';
import type { LiveConfig } from '@barometer/config';
import { Follower } from '@barometer/desk';
import { createNotifier, HAND_OVER, ToldCharts, type Notifier } from '@barometer/notifier';
import {
  openIncidentTopics,
  startService,
  systemClock,
  timerSleep,
  type LogLevel,
  type ServiceParts,
} from '@barometer/service';
import type { Stores } from '@barometer/store';
import { begin, type Beginning } from './begin.js';
import { importFile } from './history.js';
import type { Options } from './options.js';
import { StandaloneModule, type StandaloneParts } from './standalone.module.js';

export { closeOnSignals } from '@barometer/service';

/** What the process tells while it starts. */
export interface Progress {
  onConfig(config: LiveConfig): void;
  onShare(share: number): void;
  onImported(imported: { readonly outcome: string; readonly accepted: number; readonly rejected: number }): void;
}

/** A running Barometer in one process. */
export interface Standalone {
  readonly url: string;
  /** Ports found taken before this one. */
  readonly taken: readonly number[];
  readonly stores: Stores;
  readonly config: LiveConfig;
  readonly follower: Follower;
  readonly notifier: Notifier;
  readonly outboxDirectory: string;
  /** Stops in order; nothing is lost. */
  close(): Promise<void>;
}

/** What to run, and who is told of its progress and its end. */
export interface StartOptions extends Options {
  readonly logLevel?: LogLevel;
  /** Where log lines go; standard error by default. */
  readonly logTo?: { write(line: string): void };
  readonly progress?: Progress;
  /** Ends the process when something in it must not go on. */
  readonly onFatal: (err: unknown) => void;
}

/** Starts everything: config, stores, history, then the four services; throws where it cannot. */
export async function startStandalone(options: StartOptions): Promise<Standalone> {
  let assembled: StandaloneParts | undefined;
  const running = await startService('standalone', startOptions(options), async (parts) => {
    const { stores, config } = parts;
    await begin({ stores, config: config.current, sleep: timerSleep, ...historyOf(stores, options) });
    const topics = await inputTopics(parts);
    assembled = { ...assemble(parts, options), ...(topics === undefined ? {} : { topics }) };
    return StandaloneModule.on(assembled);
  });
  const { follower, notifier, outboxDirectory } = assembled!;
  return { ...running, follower, notifier, outboxDirectory };
}

function startOptions({ progress, history: _history, example: _example, defaultAt: _at, ...options }: StartOptions) {
  return { ...options, nextFree: true, onConfig: (config: LiveConfig) => progress?.onConfig(config) };
}

function historyOf(stores: Stores, { history: file, progress }: StartOptions): Pick<Beginning, 'history'> {
  if (file === undefined) return {};
  const onShare = (share: number) => progress?.onShare(share);
  const history = async () => {
    const imported = await importFile(stores, file, { clock: systemClock, onShare });
    progress?.onImported(imported);
  };
  return { history };
}

async function inputTopics({ config, logger, shutdown, onFatal }: ServiceParts): Promise<TopicSource | undefined> {
  const topics = await openIncidentTopics(config.current.settings.kafka, { role: 'standalone', logger, onFatal });
  if (topics) shutdown.add('input topics', () => topics.close());
  return topics;
}

function assemble(parts: ServiceParts, options: StartOptions): StandaloneParts {
  const { config, stores, directory, clock, logger, registry, health, onFatal } = parts;
  const written = new Written();
  const outboxDirectory = join(directory, 'outbox');
  const charts = new ToldCharts(stores.alerts);
  const channels = liveChannels({
    ...{ settings: () => config.current.settings, outboxDirectory },
    forceOutbox: options.example,
  });
  const notifier = createNotifier({
    ...{ stores, config, clock, logger, registry, channels },
    chart: (transition) => charts.draw(transition),
    assessed: (place, signal) => written.until(place, signal),
    handOver: config.current.settings.store === 'kafka' ? HAND_OVER : 0,
    onFatal,
  });
  return {
    ...{ stores, config, clock, logger, registry, health, written, notifier, channels, outboxDirectory, onFatal },
    follower: new Follower({ journal: stores.journal, alerts: stores.alerts }),
    inboxDirectory: config.current.settings.folder?.directory ?? join(directory, 'inbox'),
    maxBody: config.current.settings.http.maxBody,
    ...(options.defaultAt === undefined ? {} : { defaultAt: options.defaultAt }),
  };
}
