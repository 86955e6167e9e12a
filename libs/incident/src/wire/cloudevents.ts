import { Unusable } from './reasons.js';
import { safeText } from './safe-text.js';

/** Message headers as Kafka and HTTP give them; names in any case. */
export type Headers = Readonly<Record<string, string | Uint8Array | readonly (string | Uint8Array)[] | undefined>>;

/** What an envelope says that a record without it would have to say itself. */
export type Attributes = Readonly<Partial<Record<'source' | 'subject' | 'time' | 'recordedtime', string>>>;

const REQUIRED = ['id', 'source', 'type'] as const;
const USED = ['source', 'subject', 'time', 'recordedtime'] as const;

/** A header's text, the first where there are several. */
export function headerOf(headers: Headers, name: string): string | undefined {
  for (const key of Object.keys(headers)) {
    if (key.length === name.length && key.toLowerCase() === name) return textOf(headers[key]);
  }
  return undefined;
}

function textOf(found: Headers[string]): string | undefined {
  const first = typeof found === 'string' || found instanceof Uint8Array ? found : found?.[0];
  return typeof first === 'string' || first === undefined ? first : new TextDecoder().decode(first);
}

/** The attributes of a CloudEvent in binary mode (`ce_…` on Kafka, `ce-…` on HTTP); `undefined` where there is none. */
export function binaryAttributes(headers: Headers): Attributes | undefined {
  const read = (name: string) => headerOf(headers, `ce_${name}`) ?? headerOf(headers, `ce-${name}`);
  const version = read('specversion');
  return version === undefined ? undefined : checked(version, read);
}

/** True for a JSON document that is a CloudEvent in structured mode. */
export function isStructured(document: unknown): document is Readonly<Record<string, unknown>> {
  return typeof document === 'object' && document !== null && Object.hasOwn(document, 'specversion');
}

/** The attributes and the data of a CloudEvent in structured mode. */
export function openStructured(event: Readonly<Record<string, unknown>>): { attributes: Attributes; data: unknown } {
  const read = (name: string) => {
    const value = Object.hasOwn(event, name) ? event[name] : undefined;
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    throw new Unusable('bad_envelope', name, `the CloudEvents attribute ${name} is not text`);
  };
  const attributes = checked(read('specversion') ?? '', read);
  if (Object.hasOwn(event, 'data_base64'))
    throw new Unusable('bad_envelope', 'data_base64', 'send the incident as JSON in data');
  if (!Object.hasOwn(event, 'data')) throw new Unusable('bad_envelope', 'data', 'the CloudEvent has no data');
  return { attributes, data: event['data'] };
}

/** The incident with what its envelope says filled in where it says nothing itself. */
export function withAttributes(document: unknown, attributes: Attributes): unknown {
  if (document === null || typeof document !== 'object' || Array.isArray(document)) return document;
  if (Object.hasOwn(document, 'heartbeat')) return { at: attributes.time, ...document };
  const fields = document as Readonly<Record<string, unknown>>;
  const [first] = Array.isArray(fields['provenance']) ? (fields['provenance'] as unknown[]) : [];
  const named = (first ?? {}) as Readonly<Record<string, unknown>>;
  const filled = {
    dataset: named['dataset'] === undefined ? attributes.source : undefined,
    recordId: named['recordId'] === undefined ? attributes.subject : undefined,
    occurredFrom: attributes.time,
    reportedAt: attributes.recordedtime,
  };
  const missing = Object.entries(filled).filter(
    ([key, value]) => value !== undefined && (fields[key] ?? null) === null,
  );
  return { ...fields, ...Object.fromEntries(missing) };
}

function checked(version: string, read: (name: string) => string | undefined): Attributes {
  if (version !== '1.0')
    throw new Unusable('bad_envelope', 'specversion', `CloudEvents ${safeText(version, 20)} is not read, only 1.0`);
  for (const name of REQUIRED)
    if (!read(name)) throw new Unusable('bad_envelope', name, `the CloudEvents attribute ${name} is missing`);
  return Object.fromEntries(USED.flatMap((name) => (read(name) === undefined ? [] : [[name, read(name)]])));
}
