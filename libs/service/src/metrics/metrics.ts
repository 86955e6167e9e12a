import { readFileSync } from 'node:fs';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';

/** How often the delay of the event loop is measured, ms: every time wakes the process, which may have nothing else to do. */
const PRECISION = 100;

/** A registry of its own with the process's default metrics, and with what the process is for where a role is named. */
export function createRegistry(role?: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: PRECISION });
  if (role !== undefined) informs(registry, role);
  return registry;
}

function informs(registry: Registry, role: string): void {
  const info = new Gauge({
    name: 'barometer_info',
    help: 'Always 1: which Barometer runs here, and as what.',
    labelNames: ['role', 'version'],
    registers: [registry],
  });
  info.set({ role, version: versionHere() }, 1);
}

/** The version of this room, which is that of the whole. */
function versionHere(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
