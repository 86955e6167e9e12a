import type { CountStatement } from '@barometer/incident';
import { DAY, HOUR, parseDays, Spans } from '@barometer/time';
import fc from 'fast-check';
import { coverageOf } from '../coverage.js';
import type { Contribution } from '../kind.js';
import { keepsTheLaws } from '../testing/laws.js';
import { coveredIn, isIn, length, START } from '../testing/random.js';
import { createTimeline } from '../timeline/tree.js';
import { lull, type LullParams } from './lull.js';

const statement = fc
  .record({
    total: fc.integer({ min: 70, max: 71 }),
    qualifier: fc.constantFrom('exact' as const, 'exact' as const, 'exact' as const, 'at_least' as const),
    since: fc.constantFrom(START - 40 * DAY, START - 40 * DAY, START - 41 * DAY),
  })
  .map((more) => ({ statement: { ...more, counter: 'pentagon', asOf: 0 } }));
const sparse = fc.constant({});
const params: fc.Arbitrary<LullParams> = fc.record({
  of: fc.constant('attacks'),
  after: fc.option(fc.constant('strikes'), { nil: undefined }),
  within: length(120),
  counter: fc.option(fc.constant('pentagon'), { nil: undefined }),
  baseline: length(90),
});

const upTo = (list: readonly Contribution[], at: number) =>
  list.filter((each) => each.at <= at).sort((a, b) => b.at - a.at || (a.ref < b.ref ? 1 : -1));

describe('lull', () => {
  keepsTheLaws({
    kind: lull,
    params,
    streams: [sparse, sparse, statement],
    oracle: (reading, { lists: [of, after, statements], params: p, context: { at }, any, full }) => {
      const none = () => expect(reading).toMatchObject({ known: true, value: 0, fields: { gap: 0, p: 1 } });
      const struck = upTo(after!, at)[0];
      if (p.after !== undefined && (!struck || at - struck.at >= p.within)) return none();
      const last = upTo(of!, at)[0];
      if (last && coveredIn(full, last.at - 1, at) > at - last.at) {
        const days = coveredIn(any, last.at - p.baseline, last.at) / DAY;
        const k = of!.filter(
          (each) => last.at - p.baseline < each.at && each.at <= last.at && isIn(any, each.at),
        ).length;
        if (days > 0 && last.at === at) return none();
        if (days > 0) {
          const gap = (at - last.at) / DAY;
          expect(reading).toMatchObject({
            known: true,
            value: gap,
            fields: { gap, by: 'feeds' },
            baseline: { k, days },
          });
          return expect(reading.fields['p']).toBeCloseTo((days / (days + gap)) ** (k + 0.5), 10);
        }
      }
      if (p.counter === undefined) return expect(reading.known).toBe(false);
      if (last && coveredIn(full, last.at - 1, at) > at - last.at) return none();
      const said = upTo(statements!, at);
      const other = said.findIndex(
        ({ statement: s }) =>
          s!.qualifier !== 'exact' || s!.total !== said[0]!.statement!.total || s!.since !== said[0]!.statement!.since,
      );
      const run = other < 0 ? said : said.slice(0, other);
      const first = run.at(-1);
      if (!first || run[0]!.at === first.at) return none();
      if (of!.some((each) => each.at <= at && Math.floor(each.at / DAY) > Math.floor(first.at / DAY))) return none();
      expect(reading).toMatchObject({ value: (run[0]!.at - first.at) / DAY, fields: { by: 'counter' } });
    },
    steady: (reading) => {
      if (reading.fields['by'] !== 'feeds') return reading;
      const step = reading.value < 30 ? 24 : 1;
      return { ...reading, value: Math.floor(reading.value * step + 1e-9) / step, fields: { by: 'feeds' } };
    },
  });

  const counter = (asOf: string, total: number, more: Partial<CountStatement> = {}) => ({
    at: Date.parse(asOf),
    statement: {
      counter: 'pentagon',
      since: Date.parse('2023-10-17'),
      asOf: Date.parse(asOf),
      total,
      qualifier: 'exact' as const,
      ...more,
    },
  });
  const line = (list: readonly Omit<Contribution, 'ref'>[]) => {
    const timeline = createTimeline();
    list.forEach((each, i) => timeline.insert({ ...each, ref: `c${i}` }));
    return timeline;
  };
  const partial = coverageOf([{ coverage: 'partial', spans: Spans.of([parseDays('2023-07-01/2024-04-23')]) }]);
  const parsed = lull.params.parse({ of: 'attacks-on-us', after: 'us-strikes', counter: 'pentagon' });
  const attacks = [
    '2023-10-31',
    '2023-11-08',
    '2023-11-17',
    '2023-11-21',
    '2023-11-23',
    '2023-11-29',
    '2023-12-08',
    '2023-12-20',
    '2023-12-25',
    '2024-01-20',
  ];
  const strikes = [
    '2023-10-26',
    '2023-11-08',
    '2023-11-12',
    '2023-11-21',
    '2023-11-22',
    '2023-12-03',
    '2023-12-25',
    '2024-01-04',
    '2024-01-23',
  ];
  const statements = [
    counter('2023-10-31', 27),
    counter('2023-11-02', 28),
    counter('2023-11-06', 38),
    counter('2023-11-17', 61),
    counter('2023-11-21', 66, { qualifier: 'approximately' }),
    counter('2023-11-23', 73),
    counter('2023-11-28', 73, { derived: true }),
    counter('2023-12-07', 78, { qualifier: 'approximately' }),
    counter('2023-12-21', 102, { qualifier: 'at_least' }),
    counter('2024-01-04', 118, { derived: true }),
    counter('2024-01-09', 127),
  ];
  const streams = [
    line(attacks.map((day) => ({ at: Date.parse(day) }))),
    line(strikes.map((day) => ({ at: Date.parse(day) }))),
    line(statements),
  ];
  const read = (day: string, coverage = partial) => lull.read(streams, parsed, { at: Date.parse(day), coverage });

  it('reads the truce of November 2023 from the Pentagon counter', () => {
    const reading = read('2023-11-28');
    expect(reading).toMatchObject({ value: 5, baseline: { k: 73, days: 37 }, fields: { by: 'counter' } });
    expect(Number(reading.fields['p'])).toBeCloseTo(0.00009, 6);
    const said = { ...reading, at: 0, params: { ...parsed }, of: 'attacks on us' };
    expect(lull.say(said)).toBe(
      'no attacks on us for 5 days, 23 Nov 2023 to 28 Nov 2023 (pentagon total 73 throughout), usually 14 a week',
    );
    expect(lull.sayExactly(said)).toBe('p = 0.000090 (about 1 in 11,000), gap = 5 days, k = 73 in 37 days');
  });

  it('ends with the attack of 29 November', () => {
    expect(read('2023-11-28').until).toBe(Date.parse('2023-11-29'));
    expect(read('2023-11-29')).toMatchObject({ known: true, value: 0 });
  });

  it('claims none on any day but 28 November', () => {
    const claimed: string[] = [];
    for (let at = Date.parse('2023-10-01'); at < Date.parse('2024-03-01'); at += DAY) {
      if (lull.read(streams, parsed, { at, coverage: partial }).value > 0)
        claimed.push(new Date(at).toISOString().slice(0, 10));
    }
    expect(claimed).toEqual(['2023-11-28']);
  });

  it('is blind to a silence that no feed covers in full', () => {
    const { counter: _counter, ...withoutCounter } = parsed;
    const reading = lull.read(streams, withoutCounter, { at: Date.parse('2023-11-28'), coverage: partial });
    expect(reading).toMatchObject({ known: false, why: 'no feed of full coverage was alive through the whole gap' });
  });

  it('measures the gap itself where a feed of full coverage was alive, and is read again every hour', () => {
    const full = coverageOf([{ coverage: 'full', spans: Spans.of([parseDays('2023-07-01/2024-04-23')]) }]);
    const at = Date.parse('2023-11-28') + 90 * 60_000;
    const reading = lull.read(streams, parsed, { at, coverage: full });
    expect(reading).toMatchObject({
      value: 5 + 1.5 / 24,
      fields: { by: 'feeds' },
      until: Date.parse('2023-11-28') + 2 * HOUR,
    });
  });

  it('is spoken of only within the time set after the last strike', () => {
    const short = { ...parsed, within: 6 * DAY };
    expect(lull.read(streams, short, { at: Date.parse('2023-11-28') - 1, coverage: partial }).value).toBe(0);
    expect(lull.read(streams, short, { at: Date.parse('2023-11-28'), coverage: partial }).value).toBe(0);
    expect(
      lull.read(streams, { ...parsed, within: 6 * DAY + 1 }, { at: Date.parse('2023-11-28'), coverage: partial }).value,
    ).toBe(5);
  });

  it('goes on while further statements repeat the total', () => {
    const again = [
      streams[0]!,
      streams[1]!,
      line([...statements.slice(0, 7), counter('2023-11-28', 73), counter('2023-11-28T12:00:00Z', 73)]),
    ];
    expect(lull.read(again, parsed, { at: Date.parse('2023-11-28T18:00:00Z'), coverage: partial }).value).toBe(5.5);
  });
});
