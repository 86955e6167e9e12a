import fc from 'fast-check';
import type { Contribution } from '../kind.js';
import { naiveTimeline } from '../testing/naive-timeline.js';
import type { Measure, Timeline } from './timeline.js';
import { createTimeline } from './tree.js';

const sum: Measure<number> = { zero: 0, of: (each) => each.value ?? 0, plus: (left, right) => left + right };
const order: Measure<string> = { zero: '', of: (each) => `${each.ref} `, plus: (left, right) => left + right };

const contribution = fc.record(
  {
    ref: fc.nat(400).map((number) => `i${number}`),
    at: fc.integer({ min: 0, max: 300 }),
    value: fc.integer({ min: 0, max: 9 }),
    keys: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }),
  },
  { requiredKeys: ['ref', 'at'] },
);
const step = fc.oneof({ weight: 3, arbitrary: contribution }, { weight: 1, arbitrary: fc.nat(1_000) });
const question = fc.tuple(fc.integer({ min: -5, max: 305 }), fc.integer({ min: -5, max: 305 }), fc.nat(10));

/** Applies the steps to both: a contribution goes in once per ref, a number takes out one that is there. */
function apply(steps: readonly (Contribution | number)[], ...timelines: Timeline[]): Contribution[] {
  const inside = new Map<string, Contribution>();
  for (const each of steps) {
    if (typeof each === 'number') {
      const leaving = [...inside.values()][each % Math.max(inside.size, 1)];
      if (leaving) inside.delete(leaving.ref);
      for (const timeline of timelines) if (leaving) expect(timeline.remove(leaving.ref, leaving.at)).toBe(true);
    } else if (!inside.has(each.ref)) {
      inside.set(each.ref, each);
      for (const timeline of timelines) timeline.insert(each);
    }
  }
  return [...inside.values()];
}

function expectSameBetweenSteps(fast: Timeline, naive: Timeline): void {
  for (const at of [50, 150, 151, 250]) {
    expect(fast.rank(at)).toBe(naive.rank(at));
    expect(fast.at(fast.rank(at))).toEqual(naive.at(naive.rank(at)));
  }
}

function expectSame(fast: Timeline, naive: Timeline, [from, to, floor]: readonly [number, number, number]): void {
  expect(fast.size).toBe(naive.size);
  expect(fast.end).toBe(naive.end);
  expect(fast.count(from, to)).toBe(naive.count(from, to));
  expect([...fast.range(from, to)]).toEqual([...naive.range(from, to)]);
  expect(fast.at(floor)).toEqual(naive.at(floor));
  expect(fast.at(-1)).toBeUndefined();
  expect(fast.rank(from)).toBe(naive.rank(from));
  expect(fast.largest(from, to)).toEqual(naive.largest(from, to));
  expect(fast.lastAtLeast(floor, to)).toEqual(naive.lastAtLeast(floor, to));
  expect(fast.firstAtLeast(floor, from)).toEqual(naive.firstAtLeast(floor, from));
  expect(fast.total(sum, from, to)).toBe(naive.total(sum, from, to));
  expect(fast.total(order, from, to)).toBe(naive.total(order, from, to));
}

describe('timeline', () => {
  it('answers like the plain array after any insertions and removals, in any order', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 400, size: 'max' }),
        fc.array(question, { minLength: 5 }),
        (steps, questions) => {
          const fast = createTimeline();
          const naive = naiveTimeline();
          fast.keyed('a');
          const inside = apply(steps, fast, naive);
          for (const each of questions) {
            expectSame(fast, naive, each);
            expectSame(fast.keyed('a'), naive.keyed('a'), each);
            const out = inside[each[2]]?.ref ?? 'nobody';
            expectSame(fast.without(out), naive.without(out), each);
            expectSame(fast.without(out).keyed('b'), naive.without(out).keyed('b'), each);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('answers between the steps as well, whatever was asked before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const fast = createTimeline();
        const naive = naiveTimeline();
        const later = Array.from({ length: 100 }, (_, i) => ({ ref: `later${i}`, at: 301 + i }));
        const inside = new Set<string>();
        for (const each of [...steps, ...later, ...steps.slice(0, 20)]) {
          if (typeof each === 'number') {
            const out = naive.at(each % Math.max(naive.size, 1));
            if (out) expect(fast.remove(out.ref, out.at)).toBe(naive.remove(out.ref, out.at));
          } else if (!inside.has(each.ref)) {
            inside.add(each.ref);
            fast.insert(each);
            naive.insert(each);
          }
          expectSameBetweenSteps(fast, naive);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('holds many in order, in reverse and in a scramble alike', () => {
    const count = 10_000;
    const orders = [(i: number) => i, (i: number) => count - 1 - i, (i: number) => (i * 7_919) % count];
    for (const place of orders) {
      const timeline = createTimeline();
      for (let i = 0; i < count; i++) timeline.insert({ ref: `${place(i)}`, at: place(i), value: place(i) % 1_000 });
      expect(timeline.size).toBe(count);
      expect(timeline.count(999, 4_999)).toBe(4_000);
      expect(timeline.at(1_234)?.at).toBe(1_234);
      expect(timeline.largest(100, 5_500)?.at).toBe(4_999);
      expect(timeline.lastAtLeast(999, 4_998)?.at).toBe(3_999);
      expect(timeline.total(sum, -1, 999)).toBe(499_500);
      for (let i = 0; i < count; i++) expect(timeline.remove(`${i}`, i)).toBe(true);
      expect(timeline.size).toBe(0);
      expect(timeline.largest(-Infinity, Infinity)).toBeUndefined();
    }
  });

  it('answers whether what it should remove was there', () => {
    const timeline = createTimeline();
    timeline.insert({ ref: 'a', at: 5 });
    expect(timeline.remove('a', 6)).toBe(false);
    expect(timeline.remove('b', 5)).toBe(false);
    expect(timeline.remove('a', 5)).toBe(true);
  });

  it('takes no changes through a view', () => {
    const timeline = createTimeline();
    timeline.insert({ ref: 'a', at: 5 });
    expect(() => timeline.without('a').insert({ ref: 'b', at: 6 })).toThrow('takes no changes');
  });
});
