import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import { StoreFailure } from '@barometer/store';
import kafkajs, { type Kafka, type SASLOptions } from 'kafkajs';
import { registerCodecs } from './codecs.js';
import { farWords, isLoopback, loopbackSockets } from './guards/loopback.js';
import { guardQueue } from './guards/quiet-queue.js';
import { logCreator } from './guards/log-creator.js';
import type { KafkaLog, KafkaSettings } from './settings.js';

/** A client of the cluster, with every guard in place; throws `StoreFailure` `refused` where it would not be safe. */
export async function connectKafka(settings: KafkaSettings, log: KafkaLog): Promise<Kafka> {
  assertSafe(settings);
  registerCodecs();
  guardQueue();
  const ssl = settings.security === 'tls' ? await tlsOf(settings) : undefined;
  const sasl = settings.sasl && (await saslOf(settings.sasl));
  return new kafkajs.Kafka({
    clientId: settings.prefix,
    brokers: [...settings.brokers],
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8 },
    logCreator: logCreator(log),
    ...(settings.security === 'plaintext' ? { socketFactory: loopbackSockets() } : {}),
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl }),
  });
}

function assertSafe({ brokers, security }: KafkaSettings): void {
  if (security !== 'plaintext') return;
  const far = brokers.find((broker) => !isLoopback(broker.replace(/:\d+$/, '')));
  if (far === undefined) return;
  throw new StoreFailure('refused', farWords(far));
}

async function tlsOf({ caFile, certFile, keyFile }: KafkaSettings): Promise<ConnectionOptions> {
  const [ca, cert, key] = await Promise.all([caFile, certFile, keyFile].map((file) => file && readSecret(file)));
  return { minVersion: 'TLSv1.2', ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}

async function saslOf({ mechanism, user, passwordFile }: NonNullable<KafkaSettings['sasl']>): Promise<SASLOptions> {
  const password = (await readSecret(passwordFile)).replace(/\r?\n$/, '');
  return { mechanism, username: user, password } as SASLOptions;
}

async function readSecret(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreFailure('refused', `the file ${file} could not be read: ${code ?? 'unknown error'}`);
  }
}
