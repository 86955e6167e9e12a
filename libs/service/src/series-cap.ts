import { Counter, Gauge, type Registry } from 'prom-client';

/** A gauge that never holds more than `cap` label sets; updates of further ones are counted, not kept. */
export interface CappedGauge {
  set(labels: Readonly<Record<string, string>>, value: number): void;
  /** Forgets every label set, so that the next scrape holds only what is set from now on. */
  clear(): void;
  readonly size: number;
}

const OVERFLOW = 'barometer_metric_series_dropped_total';

/** Adds a gauge whose number of series is bounded; `barometer_metric_series_dropped_total{metric}` counts what did not fit. */
export function cappedGauge(
  registry: Registry,
  options: { readonly name: string; readonly help: string; readonly labels: readonly string[]; readonly cap: number },
): CappedGauge {
  const gauge = new Gauge({
    name: options.name,
    help: options.help,
    labelNames: [...options.labels],
    registers: [registry],
  });
  const dropped = overflowOf(registry);
  dropped.inc({ metric: options.name }, 0);
  const seen = new Set<string>();
  return {
    set(labels, value) {
      const key = options.labels.map((name) => JSON.stringify(labels[name] ?? '')).join();
      if (!seen.has(key) && seen.size >= options.cap) return dropped.inc({ metric: options.name });
      seen.add(key);
      gauge.set(labels, value);
    },
    clear() {
      seen.clear();
      gauge.reset();
    },
    get size() {
      return seen.size;
    },
  };
}

function overflowOf(registry: Registry): Counter {
  const existing = registry.getSingleMetric(OVERFLOW);
  if (existing) return existing as Counter;
  return new Counter({
    name: OVERFLOW,
    help: 'Updates of metric series beyond the cap of their metric, which are not exported.',
    labelNames: ['metric'],
    registers: [registry],
  });
}
