import { Counter, Gauge, type Registry } from 'prom-client';

/** A gauge that never holds more than `cap` label sets; updates of further ones are counted, not kept. */
export interface CappedGauge {
  set(labels: Readonly<Record<string, string>>, value: number): void;
  /** Forgets every label set, so that the next scrape holds only what is set from now on. */
  clear(): void;
  readonly size: number;
}

const OVERFLOW = 'barometer_metric_series_dropped_total';

/** What a capped gauge is called, and how it is filled. */
export interface CappedGaugeOptions {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  /** Label sets kept at most. */
  readonly cap: number;
  /** Fills it anew at every scrape. */
  readonly collect?: (gauge: CappedGauge) => void;
}

/** Adds a gauge whose number of series is bounded; `barometer_metric_series_dropped_total{metric}` counts what did not fit. */
export function cappedGauge(registry: Registry, options: CappedGaugeOptions): CappedGauge {
  const { name, help, labels, cap, collect } = options;
  const dropped = overflowOf(registry);
  dropped.inc({ metric: name }, 0);
  const seen = new Set<string>();
  const refill = () => {
    if (!collect) return;
    capped.clear();
    collect(capped);
  };
  const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry], collect: refill });
  const capped: CappedGauge = {
    set(values, value) {
      const key = labels.map((label) => JSON.stringify(values[label] ?? '')).join();
      if (!seen.has(key) && seen.size >= cap) return dropped.inc({ metric: name });
      seen.add(key);
      gauge.set(values, value);
    },
    clear() {
      seen.clear();
      gauge.reset();
    },
    get size() {
      return seen.size;
    },
  };
  return capped;
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
