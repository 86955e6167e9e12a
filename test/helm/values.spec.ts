import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { page, rows } from '../docs/pages.js';
import { CHART, ROOT } from './helm.js';

interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
}

const text = readFileSync(join(CHART, 'values.yaml'), 'utf8');
const values = parse(text) as Record<string, unknown>;
const schema = JSON.parse(readFileSync(join(CHART, 'values.schema.json'), 'utf8')) as Schema;
const LONGEST = 60;

/** A value that is described: its path, its meaning, its default as YAML where that is short. */
function described({ properties = {} }: Schema, defaults: unknown, path: string): string[][] {
  return Object.entries(properties).flatMap(([key, inner]) => {
    const here = path === '' ? key : `${path}.${key}`;
    const value = (defaults as Record<string, unknown> | undefined)?.[key];
    if (inner.description === undefined) return described(inner, value, here);
    return [[`\`${here}\``, inner.description, shown(value)]];
  });
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? '';
  if (value === '' || json === '[]' || json === '{}' || value === undefined) return '';
  return json.length > LONGEST || json.includes('\\n') ? 'see values.yaml' : `\`${json.replace(/^"|"$/g, '')}\``;
}

const DOCS = described(schema, values, '').filter(([path]) => path !== '`global`');

describe('the values', () => {
  it('are listed in the docs as the schema describes them; UPDATE_DOCS=1 writes them there', () => {
    const { path, text: before } = page('docs/kubernetes.md');
    if (process.env['UPDATE_DOCS'] === '1') {
      const table = [['value', 'meaning', 'default'], ['---', '---', '---'], ...DOCS].map(
        (row) => `| ${row.join(' | ')} |`,
      );
      const [head] = before.split(/^\| value /m);
      writeFileSync(join(ROOT, path), `${head}${table.join('\n')}\n`);
    }
    expect(rows(page('docs/kubernetes.md'), 'Values')).toEqual(DOCS);
  });

  it('have a default for each key of the schema, and no other', () => {
    const paths = (value: unknown, { properties }: Schema, path: string): string[] =>
      properties === undefined || value === undefined
        ? [path]
        : Object.entries(properties).flatMap(([key, inner]) =>
            paths((value as Record<string, unknown>)[key], inner, `${path}.${key}`),
          );
    const there = (path: string) =>
      path
        .split('.')
        .slice(1)
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);
    const missing = paths(values, schema, '').filter((path) => there(path) === undefined);
    // Left out by default: nothing is asked for of what is not named.
    expect(missing.filter((path) => !/resources\.(limits|requests)\.|^\.global$/.test(path))).toEqual([]);
  });

  it('allow no key that is not named', () => {
    const open: string[] = [];
    const look = (at: Schema, path: string) => {
      if (at.properties !== undefined && at.additionalProperties !== false) open.push(path);
      for (const [key, inner] of Object.entries(at.properties ?? {})) look(inner, `${path}.${key}`);
      if (at.items !== undefined) look(at.items, `${path}[]`);
    };
    look(schema, '');
    expect(open).toEqual([]);
  });

  it('take no secret: a key that speaks of one takes the name of a Secret', () => {
    const speaks: string[] = [];
    const look = (at: Schema, path: string) => {
      if (/(password|secret|token|key|credential)/i.test(path.split('.').at(-1)!) && at.type === 'string')
        speaks.push(`${path}: ${at.description}`);
      for (const [key, inner] of Object.entries(at.properties ?? {})) look(inner, `${path}.${key}`);
    };
    look(schema, '');
    expect(speaks).toEqual([
      '.ingress.tlsSecret: The Secret with the certificate for the hosts',
      '.metrics.serviceMonitor.token.secret: The Secret with a token of the role `read`',
      '.metrics.serviceMonitor.token.key: Its key',
    ]);
  });

  it('read alike as YAML 1.1 and 1.2', () => {
    expect(parse(text, { version: '1.1' })).toEqual(values);
  });
});
