import fc from 'fast-check';
import { z } from 'zod';
import { LEAST } from '../testing/reading.js';
import { asideOf } from './aside.js';
import { MISFIT, fitOf, type Shape } from './fit.js';
import { withoutNulls } from './guard.js';
import { wireIncident } from './schema.js';

const fit = fitOf(wireIncident);

/** Text that some field or other allows, at the limits and beyond. */
const text = fc.oneof(
  fc.constantFrom('actor:irgc', 'Ain al-Asad', 'JO', 'https://example.org/a', '2024-01-28', '2024-01-28T05:30:00Z'),
  fc.constantFrom('', ' ', 'two\nlines', 'attack', 'target', 'exact', 'A', 'jo', 'ftp://x', 'بغداد', 'us'),
  fc.constantFrom(64, 65, 200, 201, 300, 301).map((length) => 'x'.repeat(length)),
  fc.string(),
);
const number = fc.oneof(
  fc.constantFrom(0, -0, 1, 6, 7, 90, 91, 180.1, -90, 1.5, 10_000_000, 10_000_001, 2 ** 53, 1e300, 1706400000000),
  fc.integer(),
  fc.double(),
);
const odd: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
);

/** Values of a schema's kind, and with `wild` of any other now and then. */
function valueOf({ def }: Shape, wild: boolean): fc.Arbitrary<unknown> {
  const usual = usualOf(def, wild);
  return wild ? fc.oneof({ arbitrary: usual, weight: 20 }, { arbitrary: odd, weight: 1 }) : usual;
}

function usualOf(def: Shape['def'], wild: boolean): fc.Arbitrary<unknown> {
  switch (def.type) {
    case 'string':
      return text;
    case 'number':
      return number;
    case 'boolean':
      return fc.boolean();
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries!));
    case 'literal':
      return fc.constantFrom(...def.values!);
    case 'optional':
      return fc.oneof({ arbitrary: valueOf(def.innerType!, wild), weight: 9 }, fc.constant(null));
    case 'union':
      return fc.oneof(...def.options!.map((option) => valueOf(option, wild)));
    case 'array':
      return fc.array(valueOf(def.element!, wild), { maxLength: 3 });
    case 'record':
      return fc.dictionary(fc.constantFrom('JO', 'IQ', ...(wild ? ['jo'] : [])), valueOf(def.valueType!, wild));
    default:
      return objectOf(def.shape!, wild);
  }
}

/** Some of the keys, in any order, and now and then one that nobody knows. */
function objectOf(shape: Readonly<Record<string, Shape>>, wild: boolean): fc.Arbitrary<object> {
  const names = Object.keys(shape);
  const required = names.filter((key) => shape[key]!.def.type !== 'optional');
  return fc.shuffledSubarray(names, { maxLength: Math.min(6, names.length) }).chain((keys) => {
    const all = [...new Set([...keys, ...(wild ? [] : required)])];
    const entries = all.map((key) => fc.tuple(fc.constant(key), valueOf(shape[key]!, wild)));
    const unknown = fc.constantFrom([], [['colour', 'red']], [['incidentId', 'x']]);
    return fc.tuple(fc.tuple(...entries), unknown).map(([known, more]) => Object.fromEntries([...known, ...more]));
  });
}

const { shape } = (wireIncident as unknown as Shape).def;
const incidents = (wild: boolean) => objectOf(shape!, wild).map((given) => ({ ...LEAST, ...given }));

/** What the schema reads, its own keys in the order of their names. */
function bySchema(document: unknown): { readonly success: boolean; readonly text: string } {
  const { success, data } = wireIncident.safeParse(withoutNulls(document));
  return { success, text: textOf(data) };
}

const textOf = (value: unknown) => JSON.stringify(Object.entries(value ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));

describe('what fits', () => {
  it('is read as the schema reads it', () => {
    let fitting = 0;
    fc.assert(
      fc.property(incidents(true), (document) => {
        const read = fit(document);
        if (read === MISFIT) return;
        fitting++;
        expect({ success: true, text: textOf(read) }).toEqual(bySchema(document));
      }),
      { numRuns: 5_000 },
    );
    expect(fitting).toBeGreaterThan(500);
  });

  it('is all that the schema takes', () => {
    let taken = 0;
    fc.assert(
      fc.property(incidents(false), (document) => {
        if (!bySchema(document).success) return;
        taken++;
        expect(fit(document)).not.toBe(MISFIT);
      }),
      { numRuns: 5_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  it('is the document itself only where nothing is put aside', () =>
    fc.assert(
      fc.property(incidents(false), (document) => {
        if (fit(document) === document) expect(asideOf(wireIncident, document)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    ));

  it('is left as it came', () =>
    fc.assert(
      fc.property(incidents(true), (document) => {
        const before = JSON.stringify(document);
        fit(document);
        expect(JSON.stringify(document)).toBe(before);
      }),
    ));
});

describe('fitOf', () => {
  it('takes the least report as it is', () => expect(fit(LEAST)).toBe(LEAST));

  it.each([
    { why: 'a key at the top, in another order', given: { occurredFrom: '2024-01-28', kind: 'attack' }, same: true },
    { why: 'a key further inside, in order', given: { location: { country: 'JO', lat: 1 } }, same: true },
    { why: 'a key further inside, in another order', given: { location: { lat: 1, country: 'JO' } }, same: false },
    { why: 'an unknown key', given: { colour: 'red' }, same: false },
    { why: 'an unknown key in a list', given: { actors: [{ name: 'a', colour: 'red' }] }, same: false },
    { why: 'a null', given: { note: null }, same: false },
  ])('copies only what must change: $why', ({ given, same }) => {
    const document = { ...LEAST, ...given };
    expect(fit(document) === document).toBe(same);
  });

  it.each([
    { why: 'a type', schema: z.object({ a: z.bigint() }) },
    { why: 'a format of numbers', schema: z.object({ a: z.int32() }) },
    { why: 'an open bound', schema: z.object({ a: z.number().gt(0) }) },
    { why: 'a check', schema: z.object({ a: z.string().refine(() => true) }) },
    { why: 'a default', schema: z.object({ a: z.string().default('x') }) },
  ])('refuses a schema with $why it does not know', ({ schema }) =>
    expect(() => fitOf(schema)).toThrow(/^no (fit|measure)/),
  );
});
