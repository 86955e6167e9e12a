import { existsSync, readFileSync } from 'node:fs';
import { FACETS } from '@barometer/incident';
import { DAY, HOUR } from '@barometer/time';
import { z } from 'zod';
import { catalogue, kindOf } from './catalogue.js';

const kinds = [...catalogue.values()];
const written: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  count: { of: 'attacks', window: '36h' },
  surge: { of: 'attacks', window: '7d', baseline: '90d', guard: '0d' },
  casualties: { of: 'attacks', window: '90d' },
  novelty: { of: 'attacks', field: 'country', memory: '365d', window: '7d' },
  record: { of: 'attacks', value: 'launched', floor: 5, minHistory: 10, window: '7d' },
  lull: { of: 'attacks', after: 'strikes', within: '14d', counter: 'pentagon' },
  exchange: { of: 'all', window: '30d' },
};

describe('catalogue', () => {
  it('holds the seven kinds by name', () => {
    expect([...catalogue.keys()]).toEqual(['count', 'surge', 'casualties', 'novelty', 'record', 'lull', 'exchange']);
    expect(kindOf('surge')?.name).toBe('surge');
    expect(kindOf('toString')).toBeUndefined();
  });

  it.each(kinds)('$name: parameters written or parsed come to the same, every default written out', (kind) => {
    const once = kind.params.parse(written[kind.name]);
    expect(kind.params.parse(once)).toEqual(once);
    expect(JSON.parse(JSON.stringify(once))).toEqual(once);
    for (const name of paramNames(kind.name))
      if (name !== 'after' && name !== 'counter') expect(once).toHaveProperty(name);
  });

  it.each(kinds)('$name: unknown keys and wrong values are refused', (kind) => {
    const good = written[kind.name];
    const bad = [{ ...good, windo: '7d' }, { ...good, of: 5 }, { ...good, of: undefined }, null, 'attacks'];
    for (const params of bad) expect(kind.params.safeParse(params).success).toBe(false);
  });

  it.each([
    { window: '0d', says: 'must be at least 1ms' },
    { window: '7 days', says: 'is not a duration' },
    { window: -5, says: 'must be at least 1ms' },
    { window: 1.5, says: 'whole number of milliseconds' },
    { window: '40000d', says: 'at most 100 years' },
    { window: true, says: 'write a whole number and a unit' },
  ])('refuses a window of $window and says why', ({ window, says }) => {
    const { error } = kindOf('count')!.params.safeParse({ of: 'attacks', window });
    expect(error?.issues[0]).toMatchObject({ path: ['window'], message: expect.stringContaining(says) });
  });

  it('reads durations into milliseconds', () => {
    expect(kindOf('surge')!.params.parse({ of: 'attacks', window: '36h' })).toEqual({
      of: 'attacks',
      window: 36 * HOUR,
      baseline: 90 * DAY,
      guard: 7 * DAY,
    });
  });

  it.each(kinds)('$name: fields are named once, described, and what is told is among them', (kind) => {
    const names = kind.fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { unit, about } of kind.fields)
      expect([unit, about.endsWith('.')]).toEqual([expect.stringMatching(/\w/), true]);
    for (const told of kind.told) expect(names).toContain(told);
    for (const stream of kind.streams)
      expect(paramNames(kind.name)).toContain('set' in stream ? stream.set : stream.counter);
  });

  it('splits novelty alone, by its field', () => {
    const split = (name: string) => kindOf(name)!.splitBy?.(kindOf(name)!.params.parse(written[name]));
    expect(kinds.map((kind) => split(kind.name))).toEqual(
      kinds.map((kind) => (kind.name === 'novelty' ? 'country' : undefined)),
    );
    for (const field of FACETS) expect(kindOf('novelty')!.params.safeParse({ of: 'a', field }).success).toBe(true);
  });

  it.each(kinds)('$name: its page names every parameter and field', (kind) => {
    const page = new URL(`../../../docs/indicators/${kind.name}.md`, import.meta.url);
    expect(existsSync(page)).toBe(true);
    const text = readFileSync(page, 'utf8');
    for (const name of [...paramNames(kind.name), ...kind.fields.map((field) => field.name)])
      expect(text).toContain(`\`${name}\``);
    for (const field of kind.fields) expect(text).toContain(field.about);
    expect(readFileSync(new URL('README.md', page), 'utf8')).toContain(`(${kind.name}.md)`);
  });
});

/** The parameters an editor is told of. */
function paramNames(kind: string): string[] {
  const schema = z.toJSONSchema(kindOf(kind)!.params, { io: 'input' });
  return Object.keys(schema.properties ?? {});
}
