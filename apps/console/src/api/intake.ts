import { incidentJsonSchema } from '@barometer/incident';

/** How incidents and heartbeats are sent, as OpenAPI has it; the collector answers these, in one process with the console or beside it. */
export function intake(): { paths: Record<string, object>; schemas: Record<string, unknown> } {
  const { $schema: _, $defs, ...incident } = hoisted(incidentJsonSchema());
  const schemas = { Incident: incident, ...($defs as object), Receipt: RECEIPT };
  return { paths: { '/incidents': { post: INCIDENTS }, '/heartbeats': { post: HEARTBEATS } }, schemas };
}

/** The schema with its definitions where OpenAPI keeps them. */
function hoisted(schema: Record<string, unknown>): Record<string, unknown> {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as Record<string, unknown>;
}

const named = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const RECEIPT = {
  type: 'object',
  required: ['accepted', 'rejected'],
  properties: {
    accepted: { type: 'integer', description: 'Reports and heartbeats now in the journal.' },
    rejected: {
      type: 'array',
      items: {
        type: 'object',
        required: ['index', 'reason', 'path', 'message'],
        properties: {
          index: { type: 'integer', description: 'Its place in what was sent, from 0.' },
          reason: { type: 'string' },
          path: { type: 'string', description: 'The field; empty for the whole.' },
          message: { type: 'string' },
        },
      },
    },
    recorded: { type: 'string', format: 'date-time', description: 'When the journal took them.' },
  },
};

const answer = (description: string) => ({
  description,
  content: { 'application/json': { schema: named('Receipt') } },
});
const DESCRIPTION = 'Needs the role `report`. Answered by the collector once everything is durable.';
const RESPONSES = {
  '202': answer('Taken in; what could not be used is listed.'),
  '400': answer('Nothing could be used.'),
  '401': { description: 'No token.' },
  '403': { description: 'The token may not report.' },
  '413': answer('Too large; its start is kept in rejects.'),
  '503': { description: 'Nothing was taken in: send it again.' },
};

const INCIDENTS = {
  summary: 'Send incidents or heartbeats.',
  operationId: 'postIncidents',
  description: `${DESCRIPTION} CloudEvents 1.0 in binary mode (\`ce-\` headers) are read too.`,
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { oneOf: [named('Incident'), named('Heartbeat'), { type: 'array', items: named('Incident') }] },
      },
      'application/x-ndjson': { schema: named('Incident') },
      'application/cloudevents+json': {
        schema: { type: 'object', required: ['specversion', 'id', 'source', 'type', 'data'] },
      },
      'application/cloudevents-batch+json': { schema: { type: 'array', items: { type: 'object' } } },
    },
  },
  responses: RESPONSES,
};

const HEARTBEATS = {
  summary: "Send a feed's sign of life.",
  operationId: 'postHeartbeats',
  description: DESCRIPTION,
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['feed'],
          properties: { feed: { type: 'string' }, at: named('Time') },
        },
      },
    },
  },
  responses: RESPONSES,
};
