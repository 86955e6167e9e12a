import { StoreFailure, type StoreFailureCode } from '@barometer/store';
import { FAR } from './guards/loopback.js';

interface KafkaError extends Error {
  readonly type?: string;
  readonly retriable?: boolean;
  readonly code?: unknown;
}

const CODES: Readonly<Record<string, StoreFailureCode>> = {
  OFFSET_OUT_OF_RANGE: 'lost',
  UNKNOWN_TOPIC_OR_PARTITION: 'lost',
  TOPIC_AUTHORIZATION_FAILED: 'refused',
  GROUP_AUTHORIZATION_FAILED: 'refused',
  CLUSTER_AUTHORIZATION_FAILED: 'refused',
  SASL_AUTHENTICATION_FAILED: 'refused',
  MESSAGE_TOO_LARGE: 'invalid',
  RECORD_LIST_TOO_LARGE: 'invalid',
  INVALID_RECORD: 'invalid',
  KAFKA_STORAGE_ERROR: 'io',
  CORRUPT_MESSAGE: 'corrupt',
};

/** What the user of the cluster may not do, by the broker's answer. */
const RIGHTS: Readonly<Record<string, string>> = {
  TOPIC_AUTHORIZATION_FAILED: 'topic',
  GROUP_AUTHORIZATION_FAILED: 'group',
  CLUSTER_AUTHORIZATION_FAILED: 'cluster',
};

/** What kafkajs wraps a failure in when it gives up: its own retries, and those around them. */
const WRAPPERS: ReadonlySet<string> = new Set(['KafkaJSNumberOfRetriesExceeded', 'KafkaJSNonRetriableError']);

/** What went wrong in the first place. */
function rootOf(error: unknown): KafkaError {
  let root = error as KafkaError;
  while (WRAPPERS.has(root?.name) && root.cause instanceof Error) root = root.cause as KafkaError;
  return root;
}

/** True for what another try may mend: lost connections, elections, time-outs. */
export function isTransient(error: unknown): boolean {
  const { name = '', type, retriable, code } = rootOf(error);
  if (code === FAR) return false;
  if (name === 'KafkaJSSASLAuthenticationError' || (type !== undefined && type in CODES)) return false;
  return retriable === true || name.startsWith('KafkaJSConnection') || name === 'KafkaJSBrokerNotFound';
}

/** True where the broker does not know the topic: for a moment after a start or a creation, for good once it is deleted. */
export function isUnknownTopic(error: unknown): boolean {
  return rootOf(error).type === 'UNKNOWN_TOPIC_OR_PARTITION';
}

/** A failure in a store's own words; `otherwise` is for what only says that nobody answered. */
export function failureOf(error: unknown, doing: string, otherwise: StoreFailureCode = 'unreachable'): StoreFailure {
  if (error instanceof StoreFailure) return error;
  const root = rootOf(error);
  const refused = root.name === 'KafkaJSSASLAuthenticationError' || root.code === FAR;
  const code = refused ? 'refused' : (CODES[root.type ?? ''] ?? otherwise);
  return new StoreFailure(code, `${doing}: ${wordsOf(root)}`, { cause: error });
}

function wordsOf(root: KafkaError): string {
  if (root.name === 'KafkaJSSASLAuthenticationError') return 'the broker refused the user or password';
  const lacking = RIGHTS[root.type ?? ''];
  if (lacking === undefined) return root.message ?? String(root);
  return `the user of Kafka lacks a right on the ${lacking}; docs/kafka.md lists what it must be allowed`;
}
