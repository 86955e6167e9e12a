import { FINAL, type Outcome, type PlannedRow, type Stage } from '@barometer/notice';
import { askedGauge } from '@barometer/service';
import type { Instant } from '@barometer/time';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

const CHANNELS: ReadonlySet<string> = new Set(['email', 'webhook', 'outbox']);
const OUTCOMES: readonly Outcome['is'][] = ['accepted', 'retry', 'blocked', 'refused', 'gone'];
/** Seconds: from a webhook next door to a mail server that puts off. */
const BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** What gauges look at when they are asked. */
export interface Looked {
  /** The planning times of what is on its way. */
  readonly pending: () => readonly Instant[];
  readonly now: () => Instant;
  /** Whether this process delivers. */
  readonly active: () => boolean;
  /** Records of the alert log that are not planned; rejects where another process plans. */
  readonly behind: () => Promise<number>;
}

/** What is counted of deliveries; every label value is of a closed set. */
export class DeliveryMetrics {
  private readonly deliveries: Counter<'channel' | 'outcome'>;
  private readonly attempts: Counter<'channel' | 'outcome'>;
  private readonly latency: Histogram<'channel'>;

  constructor(registry: Registry, { pending, now, active, behind }: Looked) {
    const registers = [registry];
    const labelNames = ['channel', 'outcome'] as const;
    this.deliveries = new Counter({
      name: 'barometer_deliveries_total',
      help: 'Deliveries finished, by outcome.',
      labelNames,
      registers,
    });
    this.attempts = new Counter({
      name: 'barometer_delivery_attempts_total',
      help: 'Attempts to deliver, by outcome.',
      labelNames,
      registers,
    });
    this.latency = new Histogram({
      name: 'barometer_delivery_seconds',
      help: 'Seconds from the recording of what caused a notice to its acceptance; history and daily notices left out.',
      labelNames: ['channel'],
      buckets: BUCKETS,
      registers,
    });
    this.zero();
    gauge(registry, 'barometer_notifier_active', '1 where this process plans and delivers.', () => Number(active()));
    askedGauge(registry, {
      name: 'barometer_notifier_lag_records',
      help: 'Records of the alert log whose notices are not planned yet; no sample where another process plans.',
      read: behind,
    });
    gauge(registry, 'barometer_deliveries_pending', 'Deliveries planned and not finished.', () => pending().length);
    gauge(registry, 'barometer_delivery_oldest_pending_seconds', 'Age of the oldest delivery not finished.', () =>
      pending().reduce((oldest, planned) => Math.max(oldest, (now() - planned) / 1_000), 0),
    );
  }

  attempted(channel: string, outcome: Outcome['is']): void {
    this.attempts.inc({ channel: bounded(channel), outcome });
  }

  finished(planned: PlannedRow, stage: Stage, at: Instant): void {
    const channel = bounded(planned.channel);
    this.deliveries.inc({ channel, outcome: stage });
    const { recorded } = planned.times;
    if (stage !== 'accepted' || planned.kind !== 'alert' || planned.history || recorded === undefined) return;
    this.latency.observe({ channel }, Math.max(0, at - Date.parse(recorded)) / 1_000);
  }

  /** Every series stands from the start, so that its first increase is seen as one. */
  private zero(): void {
    for (const channel of CHANNELS) {
      for (const outcome of OUTCOMES) this.attempts.inc({ channel, outcome }, 0);
      for (const outcome of FINAL) this.deliveries.inc({ channel, outcome }, 0);
      this.latency.zero({ channel });
    }
  }
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}

function bounded(channel: string): string {
  return CHANNELS.has(channel) ? channel : 'other';
}
