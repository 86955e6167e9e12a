import { Gauge, type Registry } from 'prom-client';
import type { Follower } from '@barometer/desk';
import type { Log } from '@barometer/store';
import type { Outputs } from './outputs.js';

/** Adds the assessor's metrics: how far it is behind the journal, what it wrote and what waits to be written. */
export function assessorMetrics(
  registry: Registry,
  { follower, outputs, journal }: { follower: Follower; outputs: Outputs; journal: Log },
): void {
  gauge(
    registry,
    'barometer_journal_lag_entries',
    'Journal entries not yet folded.',
    () => journal.behind(follower.next),
  );
  gauge(
    registry,
    'barometer_transitions_written',
    'Transitions this process appended to the alert log since it started.',
    () => outputs.written,
  );
  gauge(registry, 'barometer_transitions_pending', 'Transitions not yet seen in the alert log.', () => outputs.waiting);
  gauge(
    registry,
    'barometer_config_entries_ignored',
    'Config entries that named another definition than the one in force.',
    () => follower.desk.ignoredConfigs,
  );
}

function gauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  const metric: Gauge = new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      this.set(await read());
    },
  });
  void metric;
}
