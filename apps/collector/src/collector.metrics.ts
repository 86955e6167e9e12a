import { REASONS } from '@barometer/incident';
import { askedGauge } from '@barometer/service';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Input } from './accept.js';
import type { CollectorPorts } from './ports.js';

/** How long a scrape waits for the cluster, ms. */
const PATIENCE = 2_000;
const OUTCOMES = ['accepted', 'partly', 'rejected'] as const;

/** What the collector tells Prometheus; label values come from closed sets. */
export class CollectorMetrics {
  private readonly accepted: Counter<'type'>;
  private readonly rejected: Counter<'reason'>;
  private readonly bytes: Counter;
  private readonly failures: Counter;
  private readonly records: Counter<'outcome'>;

  constructor(registry: Registry, { config, stores, topics }: Pick<CollectorPorts, 'config' | 'stores' | 'topics'>) {
    const registers = [registry];
    this.accepted = new Counter({
      name: 'barometer_accepted_total',
      help: 'Reports and heartbeats appended to the journal.',
      labelNames: ['type'],
      registers,
    });
    this.rejected = new Counter({
      name: 'barometer_rejects_total',
      help: 'Inputs that could not be used, by reason.',
      labelNames: ['reason'],
      registers,
    });
    this.bytes = new Counter({ name: 'barometer_received_bytes_total', help: 'Bytes of input received.', registers });
    this.failures = new Counter({
      name: 'barometer_append_failures_total',
      help: 'Inputs that could not be made durable and were not acknowledged.',
      registers,
    });
    this.records = new Counter({
      name: 'barometer_topic_records_total',
      help: 'Records taken from the input topics and acknowledged: all of it accepted, part of it, or rejected.',
      labelNames: ['outcome'],
      registers,
    });
    new Gauge({
      name: 'barometer_topic_lag_records',
      help: 'Records in the input topics that no collector has acknowledged; NaN where the cluster does not answer.',
      registers,
      async collect() {
        this.set(topics ? await answeredIn(PATIENCE, topics.lag()) : 0);
      },
    });
    for (const outcome of OUTCOMES) this.records.inc({ outcome }, 0);
    for (const type of ['revision', 'heartbeat']) this.accepted.inc({ type }, 0);
    for (const reason of REASONS) this.rejected.inc({ reason }, 0);
    askedGauge(registry, {
      name: 'barometer_journal_entries',
      help: 'Entries in the journal, of every kind; on Kafka, records that hold up to 1,000 each.',
      read: async () => stores.journal.behind(await stores.journal.begin()),
    });
    new Gauge({
      name: 'barometer_config_sound',
      help: '1 when the config file as it stands is in effect, 0 while an edit of it is broken.',
      registers,
      collect() {
        this.set(config.sound ? 1 : 0);
      },
    });
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

/** The answer, or NaN where none comes in time. */
async function answeredIn(time: number, asked: Promise<number>): Promise<number> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => (timer = setTimeout(() => resolve(Number.NaN), time)));
  const answer = await Promise.race([asked.catch(() => Number.NaN), late]);
  clearTimeout(timer);
  return answer;
}
