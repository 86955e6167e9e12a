import { createLogger, createRegistry, serve, type Served } from '@barometer/service';
import type { Stores } from '@barometer/store';
import { ManualClock, type Clock } from '@barometer/time';
import type { Definition } from '@barometer/watch';
import { CollectorModule } from '../collector.module.js';
import type { CollectorPorts, ConfigSource } from '../ports.js';

/** 31 Jan 2024, noon. */
export const NOW = Date.UTC(2024, 0, 31, 12);

/** A definition of which only the hash matters. */
export const definition = {
  version: 1,
  ladder: ['low', 'elevated', 'high', 'critical'],
  timezone: 'UTC',
  reporters: {},
  names: {},
  feeds: [],
  watches: [],
} as const satisfies Definition;

/** A config that tests edit. */
export class FakeConfig implements ConfigSource {
  current: ConfigSource['current'] = { definition, hash: 'hash-1' };
  sound = true;
  private readonly listeners = new Set<() => void>();

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  edit(hash: string): void {
    this.current = { definition, hash };
    for (const listener of this.listeners) listener();
  }
}

/** A collector that serves, with everything it was given. */
export interface Running {
  readonly served: Served;
  readonly clock: ManualClock;
  readonly config: FakeConfig;
  readonly stopped: Error[];
  readonly registry: CollectorPorts['registry'];
}

/** Serves a collector over `stores` on any free port. */
export async function running(stores: Stores, options: Partial<CollectorPorts> = {}): Promise<Running> {
  const clock = new ManualClock(NOW);
  const config = new FakeConfig();
  const stopped: Error[] = [];
  const logger = createLogger({ level: 'silent' });
  const registry = createRegistry();
  const stop = (reason: Error) => void stopped.push(reason);
  const ports = { stores, clock: clock as Clock, config, engine: 'test/1', logger, registry, stop, ...options };
  const served = await serve(CollectorModule.on(ports), { host: '127.0.0.1', port: 0, logger, registry });
  return { served, clock, config, stopped, registry };
}
