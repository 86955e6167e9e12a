import fc from 'fast-check';
import { DIGEST, digestIn, MOST_SUPERSEDED, withDigest } from './superseded.js';

const digest = fc.nat().map((n) => n.toString(16).padStart(DIGEST, '0'));

describe('digests of older revisions', () => {
  it('are found by number, as in a map that forgets the first of too many', () => {
    const numbers = fc.uniqueArray(fc.nat({ max: 3_000 }), { maxLength: MOST_SUPERSEDED + 50, size: 'max' });
    fc.assert(
      fc.property(numbers, digest, (all, first) => {
        const oracle = new Map<number, string>();
        let text = '';
        for (const number of all) {
          const own = first.slice(0, -4) + (number % 65_536).toString(16).padStart(4, '0');
          oracle.set(number, own);
          if (oracle.size > MOST_SUPERSEDED) oracle.delete(oracle.keys().next().value!);
          text = withDigest(text, number, own);
        }
        for (const number of [...all, 3_001])
          expect([number, digestIn(text, number)]).toEqual([number, oracle.get(number)]);
      }),
      { numRuns: 20 },
    );
  });

  it('of the most and one more lack the first', () => {
    let text = '';
    for (let number = 0; number <= MOST_SUPERSEDED; number++) text = withDigest(text, number, 'c'.repeat(DIGEST));
    const found = [0, 1, MOST_SUPERSEDED].map((number) => digestIn(text, number) !== undefined);
    expect(found).toEqual([false, true, true]);
  });

  it.each([
    { why: 'none remembered', text: '', number: 1, found: undefined },
    { why: 'the end of another number', text: ` 11:${'a'.repeat(DIGEST)}`, number: 1, found: undefined },
    { why: 'the begin of another number', text: ` 11:${'1'.repeat(DIGEST)}`, number: 1, found: undefined },
    { why: 'its own', text: ` 11:${'a'.repeat(DIGEST)} 1:${'b'.repeat(DIGEST)}`, number: 1, found: 'b'.repeat(DIGEST) },
  ])('$why', ({ text, number, found }) => {
    expect(digestIn(text, number)).toBe(found);
  });
});
