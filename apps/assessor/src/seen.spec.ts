import type { Transition } from '@barometer/alert';
import fc from 'fast-check';
import { Seen } from './seen.js';

const transition = (watch: string, watchSeq: number, content = 0) =>
  ({ watch, watchSeq, hash: `${content.toString(16).padStart(13, '0')}${'f'.repeat(51)}` }) as Transition;

const some = fc.record({
  watch: fc.constantFrom('a', 'b'),
  watchSeq: fc.integer({ min: 1, max: 9 }),
  content: fc.nat(2),
});

describe('what the alert log holds', () => {
  it('equals a plain map by watch and number, with all before the first of a watch held', () => {
    fc.assert(
      fc.property(fc.array(some), some, (noted, { watch, watchSeq, content }) => {
        const seen = new Seen();
        const naive = new Map<number, number>();
        for (const one of noted) {
          seen.note(transition(one.watch, one.watchSeq, one.content));
          const last = Math.max(0, ...naive.keys());
          if (one.watch === watch && one.watchSeq > last) naive.set(one.watchSeq, one.content);
        }
        const held = naive.get(watchSeq);
        const past = watchSeq > Math.max(0, ...naive.keys());
        const expected = past ? false : held === undefined || held === content || 'other';
        expect(seen.holds(transition(watch, watchSeq, content))).toBe(expected);
      }),
    );
  });

  it('compares a number below the last as well', () => {
    const seen = new Seen();
    for (const watchSeq of [1, 2, 3]) seen.note(transition('a', watchSeq, watchSeq));
    expect([1, 2, 3, 4].map((watchSeq) => seen.holds(transition('a', watchSeq, 2)))).toEqual([
      'other',
      true,
      'other',
      false,
    ]);
  });
});
