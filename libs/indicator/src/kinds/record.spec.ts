import { DAY, parseDays, Spans } from '@barometer/time';
import fc from 'fast-check';
import { coverageOf } from '../coverage.js';
import type { Contribution } from '../kind.js';
import { keepsTheLaws } from '../testing/laws.js';
import { length } from '../testing/random.js';
import { createTimeline } from '../timeline/tree.js';
import { record } from './record.js';

const launched = fc.nat(8).map((value) => ({ value }));
const params = fc.record({
  of: fc.constant('attacks'),
  value: fc.constant('launched' as const),
  floor: fc.nat(6),
  window: length(40),
  minHistory: fc.nat(20),
});

const most = (list: readonly Contribution[]) => Math.max(...list.map((each) => each.value!));
const latest = (list: readonly Contribution[]) => Math.max(...list.map((each) => each.at));

describe('record', () => {
  keepsTheLaws({
    kind: record,
    params,
    streams: [launched],
    oracle: (reading, { lists: [list], params: { floor, window, minHistory }, context: { at } }) => {
      const inside = list!.filter((each) => at - window < each.at && each.at <= at && each.value! >= floor);
      if (inside.length === 0)
        return expect(reading).toMatchObject({ value: 0, fields: { value: 0, stood: 0, held: false } });
      const value = most(inside);
      const when = Math.min(...inside.filter((each) => each.value === value).map((each) => each.at));
      const before = list!.filter((each) => each.at < when);
      if (before.length < minHistory)
        return expect(reading).toMatchObject({ value: 0, fields: { stood: 0, held: true } });
      const larger = latest(before.filter((each) => each.value! >= value));
      const between = before.filter((each) => each.at > larger);
      expect(reading.fields).toMatchObject({
        value,
        stood: (when - larger) / DAY,
        beats: between.length > 0 ? most(between) : 0,
        held: false,
      });
    },
  });

  const parsed = record.params.parse({ of: 'attacks-on-us', floor: 5, minHistory: 3 });
  const salvos = (...list: readonly (readonly [day: string, value: number])[]) => {
    const timeline = createTimeline();
    list.forEach(([day, value], i) => timeline.insert({ ref: `s${i}`, at: Date.parse(day), value }));
    return timeline;
  };
  const spans = Spans.of([parseDays('2019-12-27/2020-01-08'), parseDays('2023-07-01/2024-04-23')]);
  const coverage = coverageOf([{ coverage: 'partial', spans }]);
  const founding = [
    ['2020-01-08', 16],
    ['2023-10-17', 2],
    ['2023-10-23', 3],
    ['2024-01-20', 15],
  ] as const;

  it('names the salvo of 20 January 2024 the largest since 8 January 2020, and what it beats', () => {
    const reading = record.read([salvos(...founding)], parsed, { at: Date.parse('2024-01-21'), coverage });
    expect(reading).toMatchObject({
      value: 15,
      fields: { stood: 1473, beats: 3, since: '2020-01-08', sinceValue: 16 },
    });
    expect(record.say({ ...reading, at: 0, params: { ...parsed }, of: 'attacks on us' })).toBe(
      '15 launched on 20 Jan 2024, the largest known since 8 Jan 2020 (16), above 3 on 23 Oct 2023; 8 Jan 2020 to 1 Jul 2023 not covered',
    );
    expect(record.sayExactly({ ...reading, at: 0, params: { ...parsed }, of: '' })).toBe(
      'value = 15, stood = 1473 days, beats = 3',
    );
  });

  it.each([
    {
      why: 'with none as large it stands for ever',
      list: founding.slice(1),
      minHistory: 2,
      stood: Infinity,
      value: 15,
    },
    { why: 'too few before it hold it back', list: founding.slice(1), minHistory: 3, stood: 0, value: 0 },
    {
      why: 'under the floor nothing is a record',
      list: [...founding.slice(0, 3), ['2024-01-20', 4]],
      minHistory: 3,
      stood: 0,
      value: 0,
    },
    {
      why: 'a later equal leaves the record standing',
      list: [...founding, ['2024-01-21', 15]],
      minHistory: 3,
      stood: 1473,
      value: 15,
    },
    {
      why: 'an equal before it ends the search',
      list: [...founding, ['2024-01-12', 15]],
      minHistory: 3,
      stood: 8,
      value: 15,
    },
  ] as const)('$why', ({ list, minHistory, stood, value }) => {
    const context = { at: Date.parse('2024-01-21'), coverage };
    const reading = record.read([salvos(...list)], { ...parsed, minHistory }, context);
    expect(reading).toMatchObject({ value, fields: { stood } });
  });

  it('lists the record, what it is the largest since, and what it beats', () => {
    const evidence = record.evidence([salvos(...founding)], parsed, { at: Date.parse('2024-01-21'), coverage });
    expect(evidence.map(({ ref, weight, as }) => [ref, weight, as])).toEqual([
      ['s3', 15, undefined],
      ['s0', 0, 'largest since'],
      ['s2', 0, 'beaten'],
    ]);
  });
});
