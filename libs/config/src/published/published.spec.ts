import { Ajv } from 'ajv';
import { catalogue } from '@barometer/indicator';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { explainConfig } from './explain.js';
import { configJsonSchema } from './json-schema.js';
import { loadConfig, readConfig } from '../load.js';
import { formatProblem } from '../problems/problem.js';
import { configReference } from './reference.js';
import { starterConfig } from './starter.js';

const root = join(import.meta.dirname, '../../../..');
const example = join(root, 'examples/us-forces/barometer.yaml');
const REMAKE = 'run: npx tsc -b libs/config && node libs/config/generate.mjs';

describe('what is published', () => {
  it(`is the schema that configs are checked by (${REMAKE})`, () => {
    const published: unknown = JSON.parse(readFileSync(join(root, 'libs/config/schema/barometer.schema.json'), 'utf8'));
    expect(published).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
  });

  it(`is the page made from it (${REMAKE})`, () => {
    expect(readFileSync(join(root, 'docs/config.md'), 'utf8')).toBe(configReference());
  });

  it('explains every key', () => {
    const bare = configReference()
      .split('\n')
      .filter((line) => /^\| `[^`]+` \| +\|/.test(line));
    expect(bare).toEqual([]);
  });
});

describe('YAML 1.1, as Helm and others read it', () => {
  it.each([
    ['the example', readFileSync(example, 'utf8')],
    ['the starter', starterConfig()],
    ['every word of the format', `[${words(configJsonSchema()).join(', ')}]`],
  ])('turns nothing of %s into a boolean or a number', (_, text) => {
    expect(parse(text, { version: '1.1' })).toEqual(parse(text, { version: '1.2' }));
  });
});

/** Keys and fixed values that the format itself names. */
function words(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(words);
  if (typeof node !== 'object' || node === null) return [];
  const { properties = {}, enum: values = [] } = node as { properties?: object; enum?: unknown[] };
  const own = [...Object.keys(properties), ...values.filter((value) => typeof value === 'string')];
  return [...own, ...Object.values(node).flatMap(words)];
}

describe('the schema for editors', () => {
  const validate = new Ajv({ strict: false }).compile(configJsonSchema());

  it.each([
    ['the example', readFileSync(example, 'utf8')],
    ['the starter', starterConfig()],
    ['what explain writes', explainConfig(loadConfig(example).config!)],
  ])('takes %s', (_, text) => {
    expect([validate(parse(text)), validate.errors]).toEqual([true, null]);
  });

  it.each([
    ['an unknown key', (text: string) => text.replace('release:', 'relase:')],
    ['an unknown parameter', (text: string) => text.replace('baseline:', 'basline:')],
    ['an unknown kind of reading', (text: string) => text.replace('kind: surge', 'kind: surg')],
    ['an inline secret', (text: string) => text.replace('secretFile:', 'secret:')],
  ])('refuses %s', (_, edit) => {
    const text = readFileSync(example, 'utf8');
    expect(edit(text)).not.toBe(text);
    expect(validate(parse(edit(text)))).toBe(false);
  });
});

describe('the parameters of every kind of reading', () => {
  it.each([...catalogue.keys()])('%s: refuse what they do not know', (name) => {
    expect(catalogue.get(name)!.params).toBeInstanceOf(z.ZodObject);
    expect(catalogue.get(name)!.params.safeParse({ of: 's', nonsense: 1 }).success).toBe(false);
  });
});

describe('the example and the starter', () => {
  it('are sound, without a warning', () => {
    const starter = readConfig(starterConfig(), 'barometer.yaml');
    for (const { problems } of [loadConfig(example), starter]) {
      expect(problems.map((problem) => formatProblem(problem))).toEqual([]);
    }
  });

  it('the example watches what issue and data promise', () => {
    const { definition, receivers } = loadConfig(example).config!;
    expect(definition.watches.map(({ name, rules }) => [name, rules.map((rule) => rule.name)])).toEqual([
      ['exchange', ['tit-for-tat']],
      ['red-sea', ['attacks']],
      ['signals', ['steps-back', 'threats']],
      [
        'us-forces',
        ['casualties', 'daily-count', 'largest-salvo', 'lull-after-strikes', 'new-country', 'new-tactic', 'surge'],
      ],
    ]);
    expect(receivers.map(({ name, channel }) => [name, channel])).toEqual([
      ['desk', 'email'],
      ['phone', 'webhook'],
    ]);
  });
});
