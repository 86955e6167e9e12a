import type { KafkaSettings } from '@barometer/kafka';
import { listOf } from './lists.js';
import type { Report } from '../problems/report.js';
import type { RawKafka } from '../schema/kafka.js';
import { LOOPBACK } from './urls.js';

/** What surrounds the cluster's settings in the file. */
export interface AroundKafka {
  readonly store: 'embedded' | 'kafka';
  /** Makes a file's path absolute. */
  readonly resolve: (path: string) => string;
  readonly report: Report;
}

const AT = ['settings', 'kafka'];
const OWN = ['journal', 'rejects', 'alerts', 'snapshots', 'feeds', 'deliveries'];

/** The cluster's settings; what would be unsafe or without effect is reported. */
export function composeKafka(raw: RawKafka, { store, resolve, report }: AroundKafka): KafkaSettings {
  const brokers = listOf(raw.brokers);
  const local = brokers.every(isLocal);
  const { caFile, certFile, keyFile, sasl } = raw;
  const settings: KafkaSettings = {
    brokers,
    prefix: raw.prefix ?? 'barometer',
    security: raw.security ?? (local ? 'plaintext' : 'tls'),
    ...(caFile === undefined ? {} : { caFile: resolve(caFile) }),
    ...(certFile === undefined ? {} : { certFile: resolve(certFile) }),
    ...(keyFile === undefined ? {} : { keyFile: resolve(keyFile) }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl, passwordFile: resolve(sasl.passwordFile) } }),
    replication: raw.replication ?? (local ? 1 : 3),
    incidents: [...new Set(raw.incidents === undefined ? defaultTopics(store) : listOf(raw.incidents))],
  };
  checkPorts(brokers, report);
  checkSafe(settings, local, report);
  checkFiles(settings, report);
  checkTopics(settings, store, report);
  return settings;
}

function defaultTopics(store: AroundKafka['store']): readonly string[] {
  return store === 'kafka' ? ['incidents'] : [];
}

function isLocal(broker: string): boolean {
  return LOOPBACK.test(broker.replace(/:\d+$/, ''));
}

function checkPorts(brokers: readonly string[], report: Report): void {
  const wrong = brokers.find((broker) => Number(/\d+$/.exec(broker)?.[0]) > 65_535);
  if (wrong !== undefined) report.error([...AT, 'brokers'], `${wrong}: a port is between 1 and 65535`);
}

function checkSafe({ brokers, security, sasl }: KafkaSettings, local: boolean, report: Report): void {
  if (security === 'plaintext' && !local) {
    const far = brokers.find((broker) => !isLocal(broker))!;
    report.error(
      [...AT, 'security'],
      `${far} is not this machine: everyone on the way could read and change what is sent. Write tls, ` +
        'or unprotected-plaintext where the network between is yours alone',
    );
  }
  if (security === 'unprotected-plaintext' && !local && sasl?.mechanism === 'plain') {
    report.error(
      [...AT, 'sasl', 'mechanism'],
      'a password is not sent without protection: write scram-sha-512, or security: tls',
    );
  }
}

function checkFiles({ security, caFile, certFile, keyFile }: KafkaSettings, report: Report): void {
  const given = Object.entries({ caFile, certFile, keyFile }).filter(([, file]) => file !== undefined);
  if (security !== 'tls')
    for (const [key] of given)
      report.error([...AT, key], `certificates are for security: tls, and it is ${security}`, { part: 'key' });
  if ((certFile === undefined) !== (keyFile === undefined)) {
    const key = certFile === undefined ? 'keyFile' : 'certFile';
    report.error([...AT, key], 'certFile and keyFile belong together: both are needed', { part: 'key' });
  }
}

function checkTopics({ prefix, incidents }: KafkaSettings, store: AroundKafka['store'], report: Report): void {
  const own = incidents.find((topic) => OWN.some((name) => topic === `${prefix}.${name}`));
  if (own !== undefined)
    report.error([...AT, 'incidents'], `${own} is one of Barometer's own topics: take incidents from another`);
  if (store === 'embedded' && incidents.length === 0) {
    report.warn(
      AT,
      'nothing uses this: with store: embedded, name the topics that incidents are taken from (incidents)',
      { part: 'key' },
    );
  }
}
