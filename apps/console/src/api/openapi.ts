import { z } from 'zod';
import { intake } from './intake.js';
import { ROUTES, type Route } from './routes.js';
import { failure } from './schemas.js';

/** The API as OpenAPI 3.1, made from the schemas its answers are checked with. */
export function openApi(serverUrl?: string): Record<string, unknown> {
  const { paths: sent, schemas } = intake();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of ROUTES) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Barometer',
      version: '1',
      description:
        'Rolling escalation indicators from incident reports. Every GET takes `at`: answers are as known then. Lists also come as lines of JSON (`Accept: application/x-ndjson`).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    ...(serverUrl === undefined ? {} : { servers: [{ url: serverUrl }] }),
    paths: { ...paths, ...sent },
    components: { schemas, securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }, {}],
  };
}

function operation(route: Route): Record<string, unknown> {
  const answer = jsonSchema(route.response, 'output');
  const listed = {
    type: 'object',
    required: ['items', 'total', 'next'],
    properties: {
      items: { type: 'array', items: answer },
      total: { type: 'integer' },
      next: { type: ['integer', 'null'] },
    },
  };
  const content = route.list
    ? { 'application/json': { schema: listed }, 'application/x-ndjson': { schema: answer } }
    : { 'application/json': { schema: answer } };
  const problem = {
    description: 'Why not.',
    content: { 'application/json': { schema: jsonSchema(failure, 'output') } },
  };
  return {
    summary: route.summary,
    operationId: `${route.method}${route.path
      .replace(/^\/api\/v1/, '')
      .replace(/[^A-Za-z]+(\w)/g, (_, first: string) => first.toUpperCase())
      .replace(/\W/g, '')}`,
    description: `Needs the role \`${route.role}\`.`,
    parameters: parameters(route),
    ...(route.body
      ? { requestBody: { content: { 'application/json': { schema: jsonSchema(route.body, 'input') } } } }
      : {}),
    responses: {
      [String(route.status ?? 200)]: { description: 'Done.', content },
      '400': problem,
      '401': problem,
      '403': problem,
      '404': problem,
      '503': problem,
    },
  };
}

function parameters({ path, query, list }: Route): unknown[] {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const paging = list ? { offset: 'Items to pass over.', limit: 'Items at most (default 200, up to 1000).' } : {};
  const asked = Object.entries({ ...query, ...paging }).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: { type: 'string' },
  }));
  return [...named, ...asked];
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
