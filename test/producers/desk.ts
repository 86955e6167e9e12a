import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEntry, type Entry } from '@barometer/journal';
import { connectKafka, openKafka, type KafkaSettings } from '@barometer/kafka';
import { freePort, freshPrefix, makeTopic, type SuiteBroker } from '@barometer/kafka/testing';
import type { Log, Stores } from '@barometer/store';
import { until } from '../acceptance/running.js';
import { Member } from '../cluster/member.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A reject as the log keeps it. */
export interface Kept {
  readonly reason: string;
  readonly place: string;
  readonly message: string;
  readonly body: string;
  readonly length: number;
}

/** A topic of incidents with its producer, and collectors of one desk that take from it. */
export class IntakeDesk {
  readonly collectors: Member[] = [];
  private readonly directory = mkdtempSync(join(tmpdir(), 'barometer-intake-'));
  private stores: Stores | undefined;

  private constructor(
    readonly settings: KafkaSettings,
    readonly topic: string,
    readonly kafka: Awaited<ReturnType<typeof connectKafka>>,
  ) {}

  /** A topic of so many partitions, that takes records of up to 8 MiB. */
  static async open(
    { addresses: brokers }: SuiteBroker,
    partitions: number,
    prefix = freshPrefix(),
  ): Promise<IntakeDesk> {
    const topic = `${prefix}-incidents`;
    const security = 'plaintext' as const;
    const settings: KafkaSettings = { brokers, prefix, security, replication: 1, incidents: [topic] };
    const kafka = await connectKafka(settings, silent);
    await makeTopic(kafka, topic, { partitions, config: { 'max.message.bytes': String(8 * 1_048_576) } });
    return new IntakeDesk(settings, topic, kafka);
  }

  /** Starts one more collector, in a process of its own. */
  async start(): Promise<Member> {
    const name = `collector-${this.collectors.length}`;
    const config = (port: number) => this.config(port);
    const member = new Member({ role: 'collector', name, directory: this.directory, config, port: await freePort() });
    this.collectors.push(member);
    member.start();
    return member;
  }

  /** The journal as it stands. */
  async journal(): Promise<Entry[]> {
    return (await valuesOf((await this.opened()).journal)).map(decodeEntry);
  }

  /** Record ids of the reports in the journal, in its order. */
  async recordIds(): Promise<string[]> {
    return (await this.journal()).flatMap((entry) => (entry.type === 'revision' ? [entry.revision.recordId] : []));
  }

  async rejects(): Promise<Kept[]> {
    return (await valuesOf((await this.opened()).rejects)).map((value) => JSON.parse(value) as Kept);
  }

  /** Waits until the journal holds all of these. */
  async holds(ids: readonly string[]): Promise<void> {
    await until(async () => {
      const held = new Set(await this.recordIds());
      return ids.every((id) => held.has(id));
    }, 60_000);
  }

  async close(): Promise<void> {
    await Promise.all(this.collectors.map((member) => member.end('SIGKILL')));
    await this.stores?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async opened(): Promise<Stores> {
    const opening = { role: 'reader', log: silent, onFatal: () => undefined };
    return (this.stores ??= await openKafka(this.settings, opening));
  }

  private config(port: number): string {
    const { brokers, prefix } = this.settings;
    const addresses = brokers.map((broker) => `'${broker}'`).join(', ');
    return `version: 1
feeds:
  wire: { datasets: [wire], coverage: full }
sets:
  attacks: { kind: [attack] }
watches:
  everything:
    rules:
      many: { reading: { kind: count, of: attacks, window: 1d }, levels: { elevated: count >= 100000 } }
settings:
  store: kafka
  kafka: { brokers: [${addresses}], prefix: ${prefix}, replication: 1, incidents: ['${this.topic}'] }
  listen: { port: ${port} }
`;
  }
}

async function valuesOf(log: Log): Promise<string[]> {
  const values: string[] = [];
  for (let from = await log.begin(); ;) {
    const records = await log.read(from, 1_000);
    if (records.length === 0) return values;
    values.push(...records.map(({ value }) => value));
    from = records.at(-1)!.offset + 1;
  }
}
