import fc from 'fast-check';
import { canonicalJson, decodeEntry, encodeEntry, entryHash, sha256Hex, type Entry } from './index.js';

describe('canonicalJson', () => {
  it.each([
    { why: 'keys are sorted at every depth', value: { b: 1, a: { d: 1, c: 2 } }, text: '{"a":{"c":2,"d":1},"b":1}' },
    { why: 'undefined is left out, null is kept', value: { a: undefined, b: null }, text: '{"b":null}' },
    { why: 'the order of lists matters', value: [2, 1], text: '[2,1]' },
    { why: 'a key __proto__ is only a key', value: JSON.parse('{"__proto__":1,"a":2}'), text: '{"__proto__":1,"a":2}' },
  ])('$why', ({ value, text }) => expect(canonicalJson(value)).toBe(text));

  it('gives equal content equal text, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        const reversed = Object.fromEntries(Object.entries(content).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(content));
      }),
    );
  });
});

describe('entries', () => {
  const tick: Entry = { type: 'tick', recorded: 1_700_000_000_000 };

  it('come back from text as they went', () => expect(decodeEntry(encodeEntry(tick))).toEqual(tick));

  it('have a hash that names their content', () => {
    expect(entryHash(tick)).toBe(sha256Hex('{"recorded":1700000000000,"type":"tick"}'));
    expect(entryHash({ ...tick, recorded: tick.recorded + 1 })).not.toBe(entryHash(tick));
  });

  it.each([
    { why: 'another type', text: '{"type":"other"}' },
    { why: 'no object', text: 'null' },
    { why: 'broken JSON', text: '{' },
  ])('refuse $why', ({ text }) => expect(() => decodeEntry(text)).toThrow());
});
