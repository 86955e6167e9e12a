import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaSettings } from '@barometer/kafka';
import { Broker, freePort, type BrokerOptions } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { Member, type Role } from './member.js';
import { Sink } from './sink.js';

/** Watches of the scene: one a country, so that they are shared out among assessors. */
export const COUNTRIES = ['IQ', 'SY', 'JO', 'LB', 'YE', 'IL'] as const;
export const PREFIX = 'scene';
export const TOPIC = 'incidents';

const WATCHES = COUNTRIES.map(
  (country) => `
  at-${country.toLowerCase()}:
    match: { country: ['${country}'] }
    rules:
      hurt:
        reading: { kind: casualties, of: attacks, by: incident, window: 1d }
        levels: { high: injured >= 10 }
      many:
        reading: { kind: count, of: attacks, by: country, window: 20s }
        levels: { elevated: count >= 30 }
        release: 5s`,
);

const WATCHED = `version: 1
timezone: UTC
reporters: { us_dod: A }
feeds:
  wire: { datasets: [wire], coverage: full, silentAfter: 1h }
sets:
  attacks: { kind: [attack] }
watches:${WATCHES.join('')}
`;

/** How much of a member's last words tells why it is not ready, characters. */
const LAST_WORDS = 4_000;

async function ready(member: Member): Promise<void> {
  await until(() => member.ready(), 60_000).catch((cause: unknown) => {
    const ends = member.ends.length === 0 ? 'runs' : `ended with ${member.ends.join(', ')}`;
    throw new Error(`${member.name} is not ready, ${ends}; it said:\n${member.said.slice(-LAST_WORDS)}`, { cause });
  });
}

/** A broker, a receiver and the services of one desk, each in a process of its own. */
export class Scene {
  readonly directory = mkdtempSync(join(tmpdir(), 'barometer-cluster-'));
  readonly members: Member[] = [];
  private readonly secretFile = join(this.directory, 'hook.secret');
  private constructor(
    readonly broker: Broker,
    readonly sink: Sink,
    /** The config up to its receivers. */
    readonly watched: string,
  ) {
    const secret = Buffer.from('a secret of thirty-two bytes ...').toString('base64');
    writeFileSync(this.secretFile, `whsec_${secret}\n`);
  }

  static async open(options: BrokerOptions = {}, watched = WATCHED): Promise<Scene> {
    return new Scene(await Broker.start(options), await Sink.open(), watched);
  }

  /** The cluster as the services see it. */
  get settings(): KafkaSettings {
    const brokers = [this.broker.address];
    return { brokers, prefix: PREFIX, security: 'plaintext', replication: 1, incidents: [TOPIC] };
  }

  /** Starts members of a role; resolves when each is ready. */
  async start(role: Role, count: number): Promise<Member[]> {
    const members: Member[] = [];
    for (let i = 0; i < count; i++) members.push(await this.add(role));
    await Promise.all(members.map(ready));
    return members;
  }

  /** Starts one more; `kafka` replaces the way to the cluster in its config. */
  async add(role: Role, own: { readonly kafka?: string; readonly env?: Record<string, string> } = {}): Promise<Member> {
    const name = `${role}-${this.members.length}`;
    const config = (port: number) => this.config(port, own.kafka);
    const options = { role, name, directory: this.directory, config, port: await freePort() };
    const member = new Member({ ...options, ...(own.env === undefined ? {} : { env: own.env }) });
    this.members.push(member);
    member.start();
    return member;
  }

  of(role: Role): Member[] {
    return this.members.filter((member) => member.role === role);
  }

  async close(): Promise<void> {
    for (const member of this.members) member.thaw();
    await Promise.all(this.members.map((member) => member.end('SIGKILL')));
    await this.sink.close();
    await this.broker.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private config(port: number, kafka = `brokers: ['${this.broker.address}']`): string {
    return `${this.watched}receivers:
  hook: { webhook: { url: '${this.sink.url}', secretFile: '${this.secretFile}' } }
routes:
  - { to: hook }
settings:
  store: kafka
  kafka: { ${kafka}, prefix: ${PREFIX}, replication: 1, incidents: [${TOPIC}] }
  dataDir: ${this.directory}
  listen: { port: ${port} }
`;
  }
}
