import { REASONS } from '@barometer/incident';
import { askedGauge } from '@barometer/service';
import { Counter, type Registry } from 'prom-client';
import type { Input } from './accept.js';
import type { CollectorPorts } from './ports.js';

const OUTCOMES = ['accepted', 'partly', 'rejected'] as const;

type Measured = Pick<CollectorPorts, 'config' | 'stores' | 'topics'>;

/** What the collector tells Prometheus; label values come from closed sets. */
export class CollectorMetrics {
  private readonly accepted: Counter<'type'>;
  private readonly rejected: Counter<'reason'>;
  private readonly bytes: Counter;
  private readonly failures: Counter;
  private readonly records: Counter<'outcome'>;

  constructor(registry: Registry, ports: Measured) {
    const counter = <L extends string>(name: string, help: string, ...labelNames: readonly L[]) =>
      new Counter({ name, help, labelNames, registers: [registry] });
    this.accepted = counter('barometer_accepted_total', 'Reports and heartbeats appended to the journal.', 'type');
    this.rejected = counter('barometer_rejects_total', 'Inputs that could not be used, by reason.', 'reason');
    this.bytes = counter('barometer_received_bytes_total', 'Bytes of input received.');
    this.failures = counter(
      'barometer_append_failures_total',
      'Inputs that could not be made durable and were not acknowledged.',
    );
    this.records = counter(
      'barometer_topic_records_total',
      'Records taken from the input topics and acknowledged: all of it accepted, part of it, or rejected.',
      'outcome',
    );
    for (const outcome of OUTCOMES) this.records.inc({ outcome }, 0);
    for (const type of ['revision', 'heartbeat']) this.accepted.inc({ type }, 0);
    for (const reason of REASONS) this.rejected.inc({ reason }, 0);
    addGauges(registry, ports);
  }

  took(inputs: readonly Input[]): void {
    const accepted = { revision: 0, heartbeat: 0 };
    for (const { items } of inputs) {
      for (const item of items) {
        if (item.type === 'reject') this.rejected.inc({ reason: item.reason });
        else accepted[item.type]++;
      }
    }
    this.accepted.inc({ type: 'revision' }, accepted.revision);
    this.accepted.inc({ type: 'heartbeat' }, accepted.heartbeat);
  }

  tookRecords(inputs: readonly Input[]): void {
    const counts = { accepted: 0, partly: 0, rejected: 0 };
    for (const { items } of inputs) counts[outcomeOf(items)]++;
    for (const outcome of OUTCOMES) this.records.inc({ outcome }, counts[outcome]);
  }

  received(bytes: number): void {
    this.bytes.inc(bytes);
  }

  failed(): void {
    this.failures.inc();
  }
}

function outcomeOf(items: Input['items']): (typeof OUTCOMES)[number] {
  const rejected = items.reduce((sum, { type }) => (type === 'reject' ? sum + 1 : sum), 0);
  if (rejected === 0) return 'accepted';
  return rejected === items.length ? 'rejected' : 'partly';
}

function addGauges(registry: Registry, { config, stores, topics }: Measured): void {
  askedGauge(registry, {
    name: 'barometer_topic_lag_records',
    help: 'Records in the input topics that no collector has acknowledged; no sample where the cluster does not answer.',
    read: () => topics?.lag() ?? 0,
  });
  askedGauge(registry, {
    name: 'barometer_journal_entries',
    help: 'Entries in the journal, of every kind; on Kafka, records that hold up to 1,000 each.',
    read: async () => stores.journal.behind(await stores.journal.begin()),
  });
  askedGauge(registry, {
    name: 'barometer_config_sound',
    help: '1 when the config file as it stands is in effect, 0 while an edit of it is broken.',
    read: () => (config.sound ? 1 : 0),
  });
}
