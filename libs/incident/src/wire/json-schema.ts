import { z } from 'zod';
import { wireHeartbeat, wireIncident } from './schema.js';

/** The producer's contract as JSON Schema, draft 2020-12: an incident (or a heartbeat, under `$defs`). */
export function incidentJsonSchema(): Record<string, unknown> {
  const options = { target: 'draft-2020-12', io: 'input' } as const;
  const schema = z.toJSONSchema(wireIncident, options) as Record<string, unknown>;
  const heartbeat = z.toJSONSchema(wireHeartbeat, options) as Record<string, unknown>;
  const { $schema, $defs, ...rest } = schema;
  return {
    $schema,
    title: 'incident/1',
    description: 'A report of an incident. Fields not named here are kept aside; a null counts as absent.',
    ...rest,
    allOf: [named('dataset'), named('recordId')],
    $defs: {
      ...($defs as object),
      Heartbeat: { type: heartbeat['type'], properties: heartbeat['properties'], required: heartbeat['required'] },
    },
  };
}

/** The field stands at the top or in the first provenance entry. */
function named(field: string): Record<string, unknown> {
  const first = { type: 'array', minItems: 1, prefixItems: [{ type: 'object', required: [field] }] };
  return { anyOf: [{ required: [field] }, { required: ['provenance'], properties: { provenance: first } }] };
}
