import { DAY, parseDays, Spans } from '@barometer/time';
import fc from 'fast-check';
import { coverageOf } from '../coverage.js';
import { keepsTheLaws } from '../testing/laws.js';
import { length } from '../testing/random.js';
import { createTimeline } from '../timeline/tree.js';
import { novelty } from './novelty.js';

const keys = fc.array(fc.constantFrom('IQ', 'SY', 'JO'), { maxLength: 2 }).map((values) => ({ keys: values }));
const params = fc.record({
  of: fc.constant('attacks'),
  field: fc.constant('country' as const),
  memory: length(60),
  window: length(80),
  minHistory: fc.nat(30),
});

describe('novelty', () => {
  keepsTheLaws({
    kind: novelty,
    params,
    streams: [keys],
    key: 'JO',
    oracle: (reading, { lists: [list], params: { memory, window, minHistory }, context: { at } }) => {
      const firsts = list!.filter(
        (each) =>
          each.keys!.includes('JO') &&
          at - window < each.at &&
          each.at <= at &&
          !list!.some((other) => other.keys!.includes('JO') && other.at < each.at && each.at - other.at < memory),
      );
      const known = firsts.filter((each) => list!.filter((other) => other.at < each.at).length >= minHistory);
      expect(reading.fields['new']).toBe(known.length > 0);
      expect(reading.value).toBe(known.length > 0 ? 1 : 0);
      expect(reading.fields['held']).toBe(firsts.length > 0 && known.length === 0);
    },
  });

  const attacks = (...list: readonly (readonly [day: number, country: string])[]) => {
    const timeline = createTimeline();
    list.forEach(([day, country], i) =>
      timeline.insert({ ref: `a${i}`, at: day * DAY, keys: country ? [country] : [] }),
    );
    return timeline;
  };
  const always = coverageOf([{ coverage: 'partial', spans: Spans.of([{ from: -900 * DAY, to: 900 * DAY }]) }]);
  const read = (timeline: ReturnType<typeof attacks>, day: number, key: string, more: object = {}) =>
    novelty.read([timeline], novelty.params.parse({ of: 'attacks', field: 'country', minHistory: 2, ...more }), {
      at: day * DAY,
      coverage: always,
      key,
    });

  it.each([
    {
      why: 'the first of its value, with history',
      list: [
        [1, 'IQ'],
        [2, 'IQ'],
        [5, 'JO'],
      ],
      day: 5,
      new: true,
      held: false,
    },
    {
      why: 'too little history',
      list: [
        [1, 'IQ'],
        [5, 'JO'],
      ],
      day: 5,
      new: false,
      held: true,
    },
    {
      why: 'incidents of one instant are no history of each other',
      list: [
        [1, 'IQ'],
        [5, 'IQ'],
        [5, 'JO'],
      ],
      day: 5,
      new: false,
      held: true,
    },
    {
      why: 'history without a value counts',
      list: [
        [1, ''],
        [2, ''],
        [5, 'JO'],
      ],
      day: 5,
      new: true,
      held: false,
    },
    {
      why: 'still news on the last instant of the window',
      list: [
        [1, 'IQ'],
        [2, 'IQ'],
        [5, 'JO'],
      ],
      day: 11.99,
      new: true,
      held: false,
    },
    {
      why: 'no news once the window is over',
      list: [
        [1, 'IQ'],
        [2, 'IQ'],
        [5, 'JO'],
      ],
      day: 12,
      new: false,
      held: false,
    },
    {
      why: 'a gap of exactly the memory is new',
      list: [
        [0, 'JO'],
        [2, 'IQ'],
        [365, 'JO'],
      ],
      day: 365,
      new: true,
      held: false,
    },
    {
      why: 'a shorter gap is not',
      list: [
        [0, 'JO'],
        [2, 'IQ'],
        [364, 'JO'],
      ],
      day: 365,
      new: false,
      held: false,
    },
  ] as const)('$why', ({ list, day, new: isNew, held }) => {
    expect(read(attacks(...list), day, 'JO').fields).toMatchObject({ new: isNew, held });
  });

  it('says what is new, since when, and what it cannot know', () => {
    const timeline = createTimeline();
    for (let i = 0; i < 10; i++) timeline.insert({ ref: `a${i}`, at: Date.UTC(2023, 9, 18 + i), keys: ['IQ'] });
    timeline.insert({ ref: 'fr-057', at: Date.UTC(2024, 0, 28), keys: ['JO'] });
    const spans = Spans.of([parseDays('2019-12-27/2020-01-08'), parseDays('2023-07-01/2024-04-23')]);
    const parsed = novelty.params.parse({ of: 'attacks-on-us', field: 'country' });
    const coverage = coverageOf([{ coverage: 'partial', spans }]);
    const reading = novelty.read([timeline], parsed, { at: Date.UTC(2024, 0, 29), coverage, key: 'JO' });
    expect(novelty.say({ ...reading, at: 0, params: { ...parsed }, of: 'attacks on us' })).toBe(
      'country JO is new among attacks on us on 28 Jan 2024: none known before; 28 Jan 2023 to 1 Jul 2023 not covered',
    );
  });
});
