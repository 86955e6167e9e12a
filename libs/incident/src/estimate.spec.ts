import { figureOf, sumOf } from './estimate.js';
import { launchedOf } from './launched.js';

describe('figureOf', () => {
  it.each([
    { estimate: undefined, expected: undefined, why: 'nothing was said' },
    { estimate: {}, expected: undefined, why: 'no number was said' },
    {
      estimate: { best: 3 },
      expected: { value: 3, qualifier: 'exact', low: 3, high: 3 },
      why: 'a plain number is exact',
    },
    {
      estimate: { best: 34, qualifier: 'at_least' },
      expected: { value: 34, qualifier: 'at_least', low: 34, high: 34 },
      why: 'a qualified one',
    },
    {
      estimate: { low: 5 },
      expected: { value: 5, qualifier: 'at_least', low: 5, high: 5 },
      why: 'a low end alone is at least that',
    },
    {
      estimate: { high: 9 },
      expected: { value: 9, qualifier: 'up_to', low: 9, high: 9 },
      why: 'a high end alone is up to that',
    },
    {
      estimate: { low: 1, best: 4, high: 9 },
      expected: { value: 4, qualifier: 'exact', low: 1, high: 9 },
      why: 'a range keeps its ends',
    },
    { estimate: { best: 0 }, expected: { value: 0, qualifier: 'exact', low: 0, high: 0 }, why: 'none is a number' },
  ] as const)('$why', ({ estimate, expected }) => expect(figureOf(estimate)).toEqual(expected));
});

describe('sumOf', () => {
  it.each([
    ['exact', 'exact', 'exact'],
    ['exact', 'at_least', 'at_least'],
    ['more_than', 'at_least', 'more_than'],
    ['approximately', 'exact', 'approximately'],
    ['up_to', 'at_least', 'approximately'],
    ['unknown', 'more_than', 'approximately'],
  ] as const)('%s and %s make %s', (one, other, expected) => {
    const figure = { value: 1, low: 1, high: 1 };
    const sums = [
      sumOf([
        { ...figure, qualifier: one },
        { ...figure, qualifier: other },
      ]),
      sumOf([
        { ...figure, qualifier: other },
        { ...figure, qualifier: one },
      ]),
    ];
    expect(sums).toEqual([1, 1].map(() => ({ value: 2, low: 2, high: 2, qualifier: expected })));
  });
});

describe('launchedOf', () => {
  it('sums what is known and says nothing where nothing is', () => {
    expect(launchedOf([])).toBeUndefined();
    expect(launchedOf([{ type: 'rocket', intercepted: { best: 2 } }])).toBeUndefined();
    expect(
      launchedOf([
        { type: 'rocket', launched: { best: 12 } },
        { type: 'mortar' },
        { type: 'ballistic_missile', launched: { low: 3 } },
      ]),
    ).toBe(15);
    expect(launchedOf([{ type: 'rocket', launched: { best: 0 } }])).toBe(0);
  });
});
