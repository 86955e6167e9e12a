import { createRegistry } from '@barometer/service';
import { AssessorCounts, assessorMetrics } from '../../apps/assessor/src/assessor.metrics.js';
import { CollectorMetrics } from '../../apps/collector/src/collector.metrics.js';
import { consoleMetrics } from '../../apps/console/src/console.metrics.js';
import { DeliveryMetrics } from '../../apps/notifier/src/notifier.metrics.js';

/** Files whose metrics `registered` knows. */
export const KNOWN = ['assessor', 'collector', 'console', 'notifier'].map((app) => `apps/${app}/src/${app}.metrics.ts`);

/** What Prometheus adds by itself, or at the scrape. */
const OF_PROMETHEUS: readonly (readonly [string, readonly string[]])[] = [['up', []]];

/** Every metric that the code registers, as it is exported, with its labels: registering looks at nothing, so that nothing has to run. */
export function registered(): ReadonlyMap<string, ReadonlySet<string>> {
  const registry = createRegistry('standalone');
  const nothing = undefined as never;
  new CollectorMetrics(registry, { config: nothing, stores: nothing });
  new AssessorCounts(registry);
  assessorMetrics(registry, { follower: nothing, outputs: nothing, journal: nothing, shares: nothing });
  new DeliveryMetrics(registry, { pending: nothing, now: nothing, active: nothing, behind: nothing });
  consoleMetrics({ registry, desk: nothing, config: nothing, clock: nothing });
  const found = new Map(OF_PROMETHEUS.map(([name, labels]) => [name, new Set(labels)]));
  for (const metric of registry.getMetricsAsArray()) {
    const { name, labelNames } = metric as unknown as { name: string; labelNames: string[] };
    const parts = metric.type === ('histogram' as unknown) ? ['_bucket', '_sum', '_count'] : [''];
    for (const part of parts) found.set(name + part, new Set(part === '_bucket' ? [...labelNames, 'le'] : labelNames));
  }
  return found;
}
