import fc from 'fast-check';
import { HashIndex } from './hash-index.js';
import { fitsLine, hashOf, Lines } from './lines.js';

describe('numbers by hash', () => {
  it('are found as in a list, whatever shares a hash or a place', () => {
    const hash = fc.oneof(
      fc.nat({ max: 5 }),
      fc.constantFrom(1_023, 1_024, 2_047, 0x3fff_ffff),
      fc.nat({ max: 0x3fff_ffff }),
    );
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 3_000, size: 'max' }), hash, (hashes, other) => {
        const index = new HashIndex();
        hashes.forEach((one, number) => index.add(one, number));
        for (const one of [...hashes.slice(0, 50), other]) {
          const [first, second] = hashes.flatMap((of, number) => (of === one ? [number] : []));
          expect(index.find(one, (number) => number)).toBe(first);
          expect(index.find(one, (number) => (number === first ? undefined : number))).toBe(second);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('lines', () => {
  it('give the texts they were made of, each with its hash', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (all) => {
        const texts = all.map((text) => (fitsLine(text) ? text : ''));
        const lines = new Lines(Lines.of(texts).text);
        expect(texts.map((_, index) => lines.at(index))).toEqual(texts);
        expect(texts.map((_, index) => lines.hashAt(index))).toEqual(texts.map(hashOf));
      }),
    );
  });
});
