import { LiveConfig } from '@barometer/config';
import type { Stores } from '@barometer/store';
import type { Clock } from '@barometer/time';
import type { DynamicModule } from '@nestjs/common';
import type { Registry } from 'prom-client';
import type { Arguments } from './arguments.js';
import { logEdits } from './log/config-log.js';
import { createHealth, type Health } from './http/health.js';
import { importMark } from './import-mark.js';
import { createLogger, type Logger, type LogLevel } from './log/logger.js';
import { createRegistry } from './metrics/metrics.js';
import { openStores, type StoreSettings } from './open.js';
import { serve, type Served } from './http/serve.js';
import { TokenFile } from './http/token-file.js';
import { createShutdown, type Shutdown } from './shutdown.js';
import { systemClock } from './system-clock.js';

/** What a process is for. */
export type ServiceRole = 'collector' | 'assessor' | 'notifier' | 'console' | 'standalone';

/** How a service is started, and who is told of its end. */
export interface StartOptions extends Arguments {
  readonly logLevel?: LogLevel;
  /** Where log lines go; standard error by default. */
  readonly logTo?: { write(line: string): void };
  /** Take the next free port where the one named is taken. */
  readonly nextFree?: boolean;
  /** Told once the config is read, before anything is opened. */
  readonly onConfig?: (config: LiveConfig) => void;
  /** Called once when the process must end. */
  readonly onFatal: (err: unknown) => void;
}

/** What a service is assembled from. */
export interface ServiceParts {
  readonly config: LiveConfig;
  readonly stores: Stores;
  /** For files of its own: the outbox. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  /** Ready means that none of its checks has a problem. */
  readonly health: Health;
  /** Closed in reverse, after the module and before the stores. */
  readonly shutdown: Shutdown;
  /** Ends the process: something in it must not go on. */
  readonly onFatal: (err: unknown) => void;
}

/** A process that serves. */
export interface Running {
  readonly url: string;
  /** Ports found taken before this one. */
  readonly taken: readonly number[];
  readonly config: LiveConfig;
  readonly stores: Stores;
  /** Stops in order; nothing is lost. */
  close(): Promise<void>;
}

/** Makes a service's module from its parts. */
export type Assemble = (parts: ServiceParts) => DynamicModule | Promise<DynamicModule>;

/** A service that cannot run like this; the message says what to change. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** Starts a process: config, logger, stores, then what is assembled over them, served; throws where it cannot. */
export async function startService(role: ServiceRole, options: StartOptions, assemble: Assemble): Promise<Running> {
  const config = new LiveConfig(options.config);
  const logger = loggerOf(role, config, options);
  logEdits(config, logger);
  const shutdown = createShutdown(logger);
  shutdown.add('config', () => config.close());
  options.onConfig?.(config);
  const onFatal = once(options.onFatal);
  try {
    const directory = options.dataDir ?? config.current.settings.dataDir;
    const stores = await openStores(storeOf(role, config, directory), { role, logger, onFatal });
    shutdown.add('stores', () => stores.close());
    await requireImported(stores);
    const health = createHealth();
    const registry = createRegistry(role);
    const parts = { config, stores, directory, clock: systemClock, logger, registry, health, shutdown, onFatal };
    const served = await serveOn(await assemble(parts), parts, options);
    shutdown.add('services', () => served.close());
    return { url: served.url, taken: served.taken, config, stores, close: closeOf(shutdown, health) };
  } catch (error) {
    await shutdown.close();
    throw error;
  }
}

/** What an import left half-way is no desk yet: started, it would tell again what was told before the move. */
async function requireImported({ feeds }: Stores): Promise<void> {
  const mark = await importMark(feeds);
  if (mark && !mark.done)
    throw new StartRefused(
      'an import into this desk was not ended: run `barometer journal import` with the same file again',
    );
}

function loggerOf(role: ServiceRole, config: LiveConfig, { logLevel, logTo }: StartOptions): Logger {
  const level = logLevel ?? config.current.settings.logs.level;
  const logger = createLogger({ level, ...(logTo === undefined ? {} : { to: logTo }) });
  return role === 'standalone' ? logger : logger.child({ service: role });
}

function storeOf(role: ServiceRole, { current }: LiveConfig, directory: string): StoreSettings {
  const { store, kafka } = current.settings;
  if (store === 'kafka' && kafka !== undefined) return { store, kafka };
  if (role === 'standalone') return { store: 'embedded', directory };
  throw new StartRefused(
    `the embedded store is for one process, and the ${role} is one of several: write settings.store: kafka, or start standalone`,
  );
}

/** The tokens of the config's file, as it stands after each edit. */
function tokensOf({ config, logger }: ServiceParts): TokenFile | undefined {
  const { tokenFile } = config.current.settings;
  if (tokenFile === undefined) return undefined;
  const tokens = new TokenFile(tokenFile, logger);
  config.onChange(() => tokens.look());
  return tokens;
}

function serveOn(module: DynamicModule, parts: ServiceParts, options: StartOptions): Promise<Served> {
  const { publicUrl, settings } = parts.config.current;
  const tokens = tokensOf(parts);
  const { host, port } = settings.listen;
  const { logger, registry, health } = parts;
  return serve(module, {
    ...{ host, port: options.port ?? port, logger, registry, health },
    ...(options.nextFree === undefined ? {} : { nextFree: options.nextFree }),
    ...(tokens === undefined ? {} : { tokens }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  });
}

/** From the first word of stopping on, the process is not ready. */
function closeOf(shutdown: Shutdown, health: Health): () => Promise<void> {
  let closing = false;
  health.add({ name: 'process', problem: () => (closing ? 'stopping' : undefined) });
  return () => {
    closing = true;
    return shutdown.close();
  };
}

function once(onFatal: (err: unknown) => void): (err: unknown) => void {
  let told = false;
  return (err) => {
    if (told) return;
    told = true;
    onFatal(err);
  };
}
