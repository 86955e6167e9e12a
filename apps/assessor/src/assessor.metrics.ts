import { transitionLabels, TRANSITION_METRIC, type Transition } from '@barometer/alert';
import { SELF_WATCH, type Follower } from '@barometer/desk';
import { askedGauge, cappedGauge, type CappedGauge } from '@barometer/service';
import type { Log, Shares } from '@barometer/store';
import { Counter, type Registry } from 'prom-client';
import type { Outputs } from './outputs.js';

const CAP = 2_000;

/** What the assessor counts as it happens; label values come from the config and from closed sets. */
export class AssessorCounts {
  private readonly times: CappedGauge;
  private readonly latest = new Map<string, number>();
  private readonly snapshots: Counter<'outcome'>;

  constructor(registry: Registry) {
    this.times = cappedGauge(registry, {
      name: TRANSITION_METRIC,
      help: 'When the last transition of its kind came out, in seconds since 1970; level is the one reached or left.',
      labels: ['watch', 'rule', 'transition', 'level'],
      cap: CAP,
    });
    this.snapshots = new Counter({
      name: 'barometer_snapshots_total',
      help: 'Snapshots of the desk, by whether they could be saved.',
      labelNames: ['outcome'],
      registers: [registry],
    });
    for (const outcome of ['saved', 'failed']) this.snapshots.inc({ outcome }, 0);
  }

  /** Takes a transition read from the alert log; repeats change nothing. */
  seen(transition: Transition): void {
    const labels = transitionLabels(transition);
    const key = JSON.stringify(Object.values(labels));
    const latest = Math.max(this.latest.get(key) ?? 0, Date.parse(transition.at) / 1_000);
    this.latest.set(key, latest);
    this.times.set(labels, latest);
  }

  snapshot(outcome: 'saved' | 'failed'): void {
    this.snapshots.inc({ outcome });
  }
}

/** What is looked at when scraped. */
export interface AssessorParts {
  readonly follower: Follower;
  readonly outputs: Outputs;
  readonly journal: Log;
  readonly shares: Shares;
}

/** Adds the assessor's metrics: how far it is behind the journal, what it wrote, what waits to be written, and for which watches it writes. */
export function assessorMetrics(registry: Registry, { follower, outputs, journal, shares }: AssessorParts): void {
  gauge(
    registry,
    'barometer_journal_lag_entries',
    'Journal entries not yet folded; on Kafka, records that hold up to 1,000 each.',
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
    'barometer_journal_incomplete_until_seconds',
    'Until when readings are provisional because a part of the journal was lost, in seconds since 1970; 0 where nothing is missing.',
    () => (follower.desk.incomplete?.until ?? 0) / 1_000,
  );
  gauge(
    registry,
    'barometer_config_entries_ignored',
    'Config entries that named another definition than the one in force.',
    () => follower.desk.ignoredConfigs,
  );
  cappedGauge(registry, {
    name: 'barometer_watch_owned',
    help: '1 where this process writes the transitions of the watch.',
    labels: ['watch'],
    cap: CAP,
    collect(owned) {
      const watches = follower.desk.definition?.watches ?? [];
      for (const watch of [SELF_WATCH, ...watches.map(({ name }) => name)])
        owned.set({ watch }, shares.owns(watch) ? 1 : 0);
    },
  });
}

function gauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  askedGauge(registry, { name, help, read });
}
