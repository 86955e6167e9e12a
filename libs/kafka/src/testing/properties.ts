import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import type { Keys } from './keys.js';

/** Where one broker listens, on 127.0.0.1 only. */
export interface Ports {
  readonly plain: number;
  readonly controller: number;
  readonly secure: number;
}

/** Three ports that nobody listens on. */
export async function freePorts(): Promise<Ports> {
  return { plain: await freePort(), controller: await freePort(), secure: await freePort() };
}

/** One node that is broker and controller, with the settings that make one enough. */
function nodeProperties(home: string, ports: Ports): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: `PLAINTEXT://127.0.0.1:${ports.plain},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.plain}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
    'log.dirs': join(home, 'data'),
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '4',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '2',
    'group.initial.rebalance.delay.ms': '0',
    // A killed broker may come back as soon as its last life has been given up.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'auto.create.topics.enable': 'false',
    'log.cleaner.backoff.ms': '500',
    'log.cleaner.dedupe.buffer.size': '4194304',
  };
}

/** A second listener with TLS and every SASL mechanism that Barometer speaks. */
function secureProperties(properties: Record<string, string>, ports: Ports, keys: Keys): Record<string, string> {
  const jaas = 'org.apache.kafka.common.security';
  const address = `SECURE://127.0.0.1:${ports.secure}`;
  return {
    listeners: `${properties['listeners']},${address}`,
    'advertised.listeners': `${properties['advertised.listeners']},${address}`,
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.secure.plain.sasl.jaas.config': `${jaas}.plain.PlainLoginModule required user_${keys.user}="${keys.password}";`,
    'listener.name.secure.scram-sha-256.sasl.jaas.config': `${jaas}.scram.ScramLoginModule required;`,
    'listener.name.secure.scram-sha-512.sasl.jaas.config': `${jaas}.scram.ScramLoginModule required;`,
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': keys.keystore,
    'ssl.keystore.password': keys.password,
  };
}

/** Writes the broker's own configuration; `extra` wins over ours. */
export async function writeProperties(
  home: string,
  ports: Ports,
  { keys, extra }: { readonly keys: Keys | undefined; readonly extra: Readonly<Record<string, string>> },
): Promise<void> {
  const node = nodeProperties(home, ports);
  const all = { ...node, ...(keys === undefined ? {} : secureProperties(node, ports, keys)), ...extra };
  const lines = (entries: Record<string, string>) =>
    Object.entries(entries)
      .map(([key, value]) => `${key}=${value}\n`)
      .join('');
  await writeFile(join(home, 'server.properties'), lines(all));
  await writeFile(
    join(home, 'log4j.properties'),
    lines({
      'log4j.rootLogger': 'WARN, stdout',
      'log4j.appender.stdout': 'org.apache.log4j.ConsoleAppender',
      'log4j.appender.stdout.layout': 'org.apache.log4j.PatternLayout',
      'log4j.appender.stdout.layout.ConversionPattern': '%d{ISO8601} %p %m (%c{1})%n',
    }),
  );
}
