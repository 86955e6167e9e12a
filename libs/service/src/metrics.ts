import { Registry, collectDefaultMetrics } from 'prom-client';

/** A registry of its own with the process's default metrics. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
