import fc from 'fast-check';
import { coverageOf } from '../coverage.js';
import type { Contribution } from '../kind.js';
import { keepsTheLaws } from '../testing/laws.js';
import { length } from '../testing/random.js';
import { createTimeline } from '../timeline/tree.js';
import { exchange } from './exchange.js';
import { RESPONDS } from './chain.js';

const id = fc.nat(40).map((number) => `m${number}`);
const linked = fc
  .tuple(fc.array(id, { minLength: 1, maxLength: 2 }), fc.oneof(fc.constant([]), fc.array(id, { maxLength: 4 })))
  .map(([members, responds]) => ({ members, responds, keys: responds.length > 0 ? [...members, RESPONDS] : members }));

/** The longest chain by trying every path; links within one instant are left out so that no circle can arise. */
function longestBySearch(list: readonly Contribution[], from: number, to: number): number {
  const inside = list.filter((each) => from < each.at && each.at <= to);
  const depth = (each: Contribution): number =>
    1 +
    Math.max(
      0,
      ...inside
        .filter((other) => other.at < each.at && other.members!.some((member) => each.responds!.includes(member)))
        .map(depth),
    );
  return Math.max(0, ...inside.map(depth));
}

describe('exchange', () => {
  keepsTheLaws({
    kind: exchange,
    params: fc.record({ of: fc.constant('all'), window: length(120) }),
    streams: [linked],
    oracle: (reading, { lists: [list], params: { window }, context: { at } }) => {
      const times = list!.map((each) => each.at);
      const coincide = new Set(times).size < times.length;
      const least = longestBySearch(list!, at - window, at);
      if (coincide) expect(reading.value).toBeGreaterThanOrEqual(least);
      else expect(reading.value).toBe(least);
    },
  });

  const rows = [
    ['fr-001', '2019-12-27', []],
    ['fr-002', '2019-12-29', ['fr-001']],
    ['fr-003', '2019-12-29', []],
    ['fr-004', '2019-12-31', ['fr-002']],
    ['fr-005', '2020-01-01', ['fr-004']],
    ['fr-006', '2020-01-03', ['fr-004', 'fr-001']],
    ['fr-007', '2020-01-08', ['fr-006']],
  ] as const;
  const timelineOf = (list: readonly (readonly [string, string, readonly string[]])[]) => {
    const timeline = createTimeline();
    for (const [ref, day, responds] of list) {
      const keys = responds.length > 0 ? [ref, RESPONDS] : [ref];
      timeline.insert({ ref, at: Date.parse(day), members: [ref], responds, keys });
    }
    return timeline;
  };
  const params = exchange.params.parse({ of: 'all' });
  const coverage = coverageOf([]);

  it('follows the chain of 27 December 2019 to 8 January 2020 over five incidents', () => {
    const context = { at: Date.parse('2020-01-08'), coverage };
    const reading = exchange.read([timelineOf(rows)], params, context);
    expect(reading.value).toBe(5);
    expect(exchange.evidence([timelineOf(rows)], params, context).map(({ ref, as }) => [ref, as])).toEqual([
      ['fr-001', 'link 1'],
      ['fr-002', 'link 2'],
      ['fr-004', 'link 3'],
      ['fr-006', 'link 4'],
      ['fr-007', 'link 5'],
    ]);
    expect(exchange.say({ ...reading, at: 0, params: { ...params }, of: 'incidents' })).toBe(
      'a chain of 5 incidents, each a response to the one before, 27 Dec 2019 to 8 Jan 2020',
    );
  });

  it.each([
    { why: 'nothing in the window', list: [], length: 0 },
    { why: 'an incident alone', list: [['a', '2020-01-01', []]], length: 1 },
    { why: 'a link to an incident that is not there', list: [['a', '2020-01-01', ['z']]], length: 1 },
    { why: 'a link to itself', list: [['a', '2020-01-01', ['a']]], length: 1 },
    {
      why: 'a link to a later incident',
      list: [
        ['a', '2020-01-01', ['b']],
        ['b', '2020-01-02', []],
      ],
      length: 1,
    },
    {
      why: 'responses on one day, whatever their names',
      list: [
        ['b', '2020-01-01', []],
        ['a', '2020-01-01', ['b']],
        ['c', '2020-01-01', ['a']],
      ],
      length: 3,
    },
    {
      why: 'a circle on one day is cut once',
      list: [
        ['a', '2020-01-01', ['b']],
        ['b', '2020-01-01', ['a']],
      ],
      length: 2,
    },
  ] as const)('$why', ({ list, length: expected }) => {
    expect(exchange.read([timelineOf(list)], params, { at: Date.parse('2020-01-08'), coverage }).value).toBe(expected);
  });
});
