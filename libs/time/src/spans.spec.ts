import fc from 'fast-check';
import type { Span } from './instant.js';
import { Spans } from './spans.js';

const REACH = 60;
const span = fc.tuple(fc.nat(REACH), fc.nat(REACH)).map(([from, to]): Span => ({ from, to }));
const list = fc.array(span, { maxLength: 12 });
const edge = fc.integer({ min: -5, max: REACH + 5 });

/** One bit for each whole instant: slow, and plainly right. */
function bits(spans: readonly Span[]): (at: number) => boolean {
  return (at) => spans.some(({ from, to }) => from <= at && at < to);
}

function instants(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

describe('Spans', () => {
  it('merges what overlaps or touches', () =>
    expect(
      Spans.of([
        { from: 5, to: 7 },
        { from: 1, to: 3 },
        { from: 3, to: 4 },
        { from: 9, to: 8 },
        { from: 6, to: 6 },
      ]).all,
    ).toEqual([
      { from: 1, to: 4 },
      { from: 5, to: 7 },
    ]));

  it('is sorted, disjoint and not touching', () =>
    fc.assert(
      fc.property(list, (spans) => {
        const { all } = Spans.of(spans);
        all.forEach((one, index) => expect(one.from).toBeGreaterThan(all[index - 1]?.to ?? -1));
      }),
    ));

  it('measures, covers, contains and clips like single instants', () =>
    fc.assert(
      fc.property(list, edge, edge, (spans, from, to) => {
        const covered = bits(spans);
        const union = Spans.of(spans);
        const inside = instants(from, to).filter(covered);
        expect(union.measure(from, to)).toBe(inside.length);
        expect(union.covers(from, to)).toBe(instants(from, to).every(covered));
        expect(union.contains(from)).toBe(covered(from));
        expect(union.clip(from, to).flatMap((part) => instants(part.from, part.to))).toEqual(inside);
      }),
    ));

  it('finds the next edge like single instants', () =>
    fc.assert(
      fc.property(list, edge, (spans, at) => {
        const covered = bits(spans);
        const next = instants(at + 1, REACH + 10).find((one) => covered(one) !== covered(one - 1));
        expect(Spans.of(spans).nextEdge(at)).toBe(next ?? Infinity);
      }),
    ));

  it('unites without changing its parts', () =>
    fc.assert(
      fc.property(list, list, (one, other) => {
        const first = Spans.of(one);
        const before = [...first.all];
        expect(first.union(other).all).toEqual(Spans.of([...one, ...other]).all);
        expect(first.all).toEqual(before);
      }),
    ));

  it('takes spans without end', () => {
    const open = Spans.of([{ from: 10, to: Infinity }]);
    expect(open.measure(0, 30)).toBe(20);
    expect(open.covers(11, 1e15)).toBe(true);
    expect(open.nextEdge(11)).toBe(Infinity);
  });

  it('covers nothing when empty', () => {
    expect(Spans.EMPTY.measure(0, 10)).toBe(0);
    expect(Spans.EMPTY.covers(0, 1)).toBe(false);
    expect(Spans.EMPTY.nextEdge(0)).toBe(Infinity);
  });
});
