import { Gauge, type Registry } from 'prom-client';
import { cappedGauge } from '@barometer/service';
import { READING_METRICS, STATE_METRICS, type DeskMetric } from '@barometer/desk';
import type { ConfigProblem, ConsolePorts } from './ports.js';

const CAP = 2_000;

/** Adds what the desk knows: readings against thresholds, levels, open alerts, feeds, config; all read when scraped. */
export function consoleMetrics({
  registry,
  desk,
  config,
  clock,
}: Pick<ConsolePorts, 'registry' | 'desk' | 'config' | 'clock'>): void {
  for (const metric of [...READING_METRICS, ...STATE_METRICS]) deskMetric(registry, metric, desk);
  onScrape(
    registry,
    'barometer_config_problems',
    'Faults that keep the edited config from taking effect; 0 when it is in force.',
    () => config.problems.length,
  );
  onScrape(registry, 'barometer_config_in_effect', '1 when the desk judges by the config file as it stands.', () =>
    config.current.hash === desk().definitionHash && config.problems.every(isWarning) ? 1 : 0,
  );
  onScrape(registry, 'barometer_desk_now_seconds', 'Now of the desk, in seconds since 1970.', () => desk().now / 1_000);
  onScrape(
    registry,
    'barometer_desk_lag_seconds',
    'Wall time since the now of the desk; 0 while nothing live has come in.',
    () => (desk().history || !Number.isFinite(desk().now) ? 0 : Math.max(0, clock.now() - desk().now) / 1_000),
  );
  const counts = ['revisions', 'duplicates', 'conflicts', 'late'] as const;
  for (const name of counts)
    onScrape(
      registry,
      `barometer_register_${name}`,
      `Revisions counted as ${name} by the register.`,
      () => desk().counts[name],
    );
}

function isWarning({ severity }: ConfigProblem): boolean {
  return severity === 'warning';
}

function onScrape(registry: Registry, name: string, help: string, read: () => number): void {
  const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
}

function deskMetric(registry: Registry, metric: DeskMetric, desk: ConsolePorts['desk']): void {
  const { name, help, labels } = metric;
  cappedGauge(registry, {
    ...{ name, help, labels, cap: CAP },
    collect(gauge) {
      for (const sample of metric.samples(desk())) gauge.set(sample.labels, sample.value);
    },
  });
}
