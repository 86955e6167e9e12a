import { join } from 'node:path';
import { Written } from '@barometer/assessor';
import { publishConfig } from '@barometer/collector';
import { LiveConfig } from '@barometer/config';
import { ENGINE, Follower } from '@barometer/desk';
import { createNotifier, type Notifier } from '@barometer/notifier';
import {
  createHealth,
  createLogger,
  createRegistry,
  createShutdown,
  openStores,
  serve,
  systemClock,
  type Health,
  type Logger,
  type LogLevel,
  type Shutdown,
} from '@barometer/service';
import type { Stores } from '@barometer/store';
import { channelsFor } from './channels.js';
import { logEdits } from './config-log.js';
import { importFile } from './history.js';
import type { Options } from './options.js';
import { StandaloneModule, type StandaloneParts } from './standalone.module.js';
import { ToldCharts } from './told-chart.js';

/** Entries the desk may be behind and still be ready. */
const MOST_BEHIND = 10_000;

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
  const config = new LiveConfig(options.config);
  const { settings } = config.current;
  const to = options.logTo === undefined ? {} : { to: options.logTo };
  const logger = createLogger({ level: options.logLevel ?? settings.logs.level, ...to });
  logEdits(config, logger);
  const shutdown = createShutdown(logger);
  shutdown.add('config', () => config.close());
  options.progress?.onConfig(config);
  try {
    const directory = options.dataDir ?? settings.dataDir;
    const stores = await openStores({ store: settings.store, directory });
    shutdown.add('stores', () => stores.close());
    await publishConfig(stores.journal, config.current, ENGINE);
    await takeHistory(stores, options);
    return await serveAll({ options, config, stores, directory, logger, shutdown });
  } catch (error) {
    await shutdown.close();
    throw error;
  }
}

async function takeHistory(stores: Stores, { history, progress }: StartOptions): Promise<void> {
  if (history === undefined) return;
  const onShare = (share: number) => progress?.onShare(share);
  const imported = await importFile(stores, history, { clock: systemClock, onShare });
  progress?.onImported(imported);
}

interface Starting {
  readonly options: StartOptions;
  readonly config: LiveConfig;
  readonly stores: Stores;
  readonly directory: string;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}

async function serveAll({ options, config, stores, directory, logger, shutdown }: Starting): Promise<Standalone> {
  const parts = assemble({ options, config, stores, directory, logger, shutdown });
  const { settings, publicUrl } = config.current;
  const { host, port } = settings.listen;
  const served = await serve(StandaloneModule.on(parts), {
    host,
    port: options.port ?? port,
    nextFree: true,
    logger,
    registry: parts.registry,
    health: healthOf(parts),
    ...(settings.tokenFile === undefined ? {} : { tokenFile: settings.tokenFile }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
  shutdown.add('services', () => served.close());
  const { follower, notifier, outboxDirectory } = parts;
  const { url, taken } = served;
  return { url, taken, stores, config, follower, notifier, outboxDirectory, close: () => shutdown.close() };
}

/** Ready means: the desk has folded all but the newest entries. */
function healthOf({ stores, follower }: StandaloneParts): Health {
  const health = createHealth();
  health.add({
    name: 'desk',
    problem: async () => {
      const behind = await stores.journal.behind(follower.next);
      return behind > MOST_BEHIND ? `${behind} entries behind` : undefined;
    },
  });
  return health;
}

function assemble({ options, config, stores, directory, logger }: Starting): StandaloneParts {
  const registry = createRegistry();
  const written = new Written();
  const outboxDirectory = join(directory, 'outbox');
  const charts = new ToldCharts(stores.alerts);
  const notifier = createNotifier({
    stores,
    config,
    clock: systemClock,
    channels: channelsFor({ config, outboxDirectory, forceOutbox: options.example }),
    logger,
    registry,
    chart: (transition) => charts.draw(transition),
    assessed: (place, signal) => written.until(place, signal),
  });
  return {
    ...{ stores, config, logger, registry, written, notifier, outboxDirectory },
    clock: systemClock,
    follower: new Follower({ journal: stores.journal }),
    inboxDirectory: config.current.settings.folder?.directory ?? join(directory, 'inbox'),
    maxBody: config.current.settings.http.maxBody,
    onFatal: options.onFatal,
    ...(options.defaultAt === undefined ? {} : { defaultAt: options.defaultAt }),
  };
}
