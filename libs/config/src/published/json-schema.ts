import { catalogue, type Kind } from '@barometer/indicator';
import { z } from 'zod';
import { documentSchema } from '../schema/document.js';
import { readingSchema } from '../schema/watches.js';

/** A JSON Schema as plain data; `fallback` says in words what stands where a key is left out, `samples` are examples. */
export interface SchemaNode {
  readonly [key: string]: unknown;
  readonly description?: string;
  readonly samples?: readonly unknown[];
  readonly default?: unknown;
  readonly fallback?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
}

/** The schema of a config file for editors, draft 7, made from what `check` goes by. */
export function configJsonSchema(): SchemaNode {
  const { $schema, ...rest } = publish(rawConfigSchema()) as SchemaNode;
  return { $schema, title: 'Barometer config', ...rest };
}

/** The schema with the words for docs still apart. */
export function rawConfigSchema(): SchemaNode {
  return withReadings(schemaOf(documentSchema)) as SchemaNode;
}

/** The schema of one kind's parameters, as an operator writes them. */
export function readingJsonSchema(kind: Kind): SchemaNode {
  const { properties, required } = schemaOf(kind.params);
  const own = schemaOf(readingSchema).properties;
  return {
    type: 'object',
    description: kind.about,
    properties: {
      kind: { const: kind.name, description: 'The kind of reading', samples: [kind.name] },
      by: own!['by']!,
      ...properties,
    },
    required: ['kind', ...(required ?? [])],
    additionalProperties: false,
  };
}

function schemaOf(schema: z.ZodType): SchemaNode {
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }) as SchemaNode;
}

/** Puts the kinds' own parameters in the place of a reading. */
function withReadings(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withReadings);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).map(([key, value]) => [
    key,
    key === 'reading' ? anyReading(value) : withReadings(value),
  ]);
  return Object.fromEntries(entries);
}

function anyReading(node: SchemaNode): SchemaNode {
  const { description, samples } = node;
  return { description, samples, oneOf: [...catalogue.values()].map(readingJsonSchema) };
}

/** Editors show a description and a default; words that stand for a default go into the description. */
function publish(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(publish);
  if (typeof node !== 'object' || node === null) return node;
  const { fallback, samples, ...rest } = node as SchemaNode;
  const described =
    fallback === undefined
      ? {}
      : { description: `${rest.description?.replace(/\.$/, '') ?? ''}. Left out: ${fallback}.` };
  const shown = Array.isArray(samples) && samples.length > 0 ? { examples: samples } : {};
  const entries = Object.entries({ ...rest, ...described }).map(([key, value]) => [key, publish(value)]);
  return { ...Object.fromEntries(entries), ...shown };
}
