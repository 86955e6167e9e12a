import fc from 'fast-check';
import { gradeOf, resolveCasualties, type Grades } from './casualties.js';
import { SIDES } from './kinds.js';
import type { CasualtyReport } from './revision.js';

const GRADES: Grades = { us_dod: 'A', us_centcom: 'A', sohr: 'C', sdf: 'C' };

function report(reporter: string, reportedAt: number, given: Partial<CasualtyReport>): CasualtyReport {
  return { side: 'target_forces', isClaim: false, reporter, reportedAt, ...given };
}

const best = (value: number) => ({ best: value });

describe('resolveCasualties', () => {
  it.each([
    {
      why: 'no report, no number',
      reports: [],
      expected: {},
    },
    {
      why: 'the later report of the best grade wins',
      reports: [report('us_centcom', 1, { injured: best(25) }), report('us_dod', 2, { injured: best(40) })],
      expected: { injured: { value: 40, reporter: 'us_dod', low: 25, high: 40 } },
    },
    {
      why: 'a later report of a lower grade stands beside, and widens the range',
      reports: [report('us_dod', 1, { injured: best(40) }), report('encyclopedic', 9, { injured: best(47) })],
      expected: { injured: { value: 40, grade: 'A', low: 40, high: 47 } },
    },
    {
      why: "a claim about the other side's losses never counts, not even in the range",
      reports: [
        report('irgc_claim', 1, { killed: best(80), isClaim: true }),
        report('us_president', 1, { killed: best(0) }),
      ],
      expected: { killed: { value: 0, low: 0, high: 0, reporter: 'us_president' } },
    },
    {
      why: 'a claim alone gives no number',
      reports: [report('irgc_claim', 1, { killed: best(80), isClaim: true })],
      expected: {},
    },
    {
      why: 'fields are resolved apart: who gives no injured leaves them to others',
      reports: [report('sohr', 1, { killed: best(5), injured: best(20) }), report('sdf', 2, { killed: best(6) })],
      expected: { killed: { value: 6, reporter: 'sdf' }, injured: { value: 20, reporter: 'sohr' } },
    },
    {
      why: 'numbers may fall',
      reports: [
        report('sohr', 1, { injured: best(20) }),
        report('sohr', 2, { injured: { best: 18, qualifier: 'at_least' } }),
      ],
      expected: { injured: { value: 18, qualifier: 'at_least', low: 18, high: 20 } },
    },
    {
      why: 'brain injuries count as injured',
      reports: [report('us_dod', 1, { injuredTbi: best(11) })],
      expected: { injured: { value: 11 } },
    },
    {
      why: 'brain injuries are part of the injured, where both are given',
      reports: [report('us_dod', 1, { injured: best(21), injuredTbi: best(19) })],
      expected: { injured: { value: 21 } },
    },
    {
      why: 'the sides of one report are summed',
      reports: [
        report('sohr', 1, { side: 'target_forces', injured: best(4) }),
        report('sohr', 1, { side: 'civilian', injured: { best: 2, qualifier: 'at_least' } }),
        report('sohr', 1, { side: 'unknown', injured: best(1) }),
      ],
      expected: { injured: { value: 7, qualifier: 'at_least', low: 7, high: 7 } },
    },
    {
      why: 'a side said earlier by the same reporter still stands',
      reports: [
        report('sohr', 1, { side: 'target_forces', killed: best(4) }),
        report('sohr', 2, { side: 'civilian', killed: best(2) }),
      ],
      expected: { killed: { value: 6, low: 4, high: 6 } },
    },
    {
      why: 'sides of different reporters are never summed',
      reports: [
        report('sohr', 1, { side: 'target_forces', killed: best(4) }),
        report('sdf', 2, { side: 'civilian', killed: best(2) }),
      ],
      expected: { killed: { value: 2, low: 2, high: 4 } },
    },
    {
      why: 'a later total without sides replaces the figures by side',
      reports: [
        report('sohr', 1, { side: 'target_forces', killed: best(4) }),
        report('sohr', 2, { side: 'unknown', killed: best(5) }),
      ],
      expected: { killed: { value: 5 } },
    },
    {
      why: 'later figures by side replace a total without sides',
      reports: [
        report('sohr', 1, { side: 'unknown', killed: best(5) }),
        report('sohr', 2, { side: 'civilian', killed: best(3) }),
      ],
      expected: { killed: { value: 3 } },
    },
    {
      why: "the perpetrator's own losses are not summed",
      reports: [report('sohr', 1, { killed: best(4) }), report('sohr', 1, { side: 'perpetrator', killed: best(9) })],
      expected: { killed: { value: 4, high: 4 } },
    },
    {
      why: 'of one grade and one moment the later in the list wins',
      reports: [report('sohr', 1, { killed: best(5) }), report('sdf', 1, { killed: best(6) })],
      expected: { killed: { value: 6, reporter: 'sdf' } },
    },
    {
      why: 'F, which cannot be judged, is under E',
      reports: [report('unjudged', 2, { killed: best(5) }), report('unlisted', 1, { killed: best(6) })],
      expected: { killed: { value: 6, grade: 'E' } },
    },
    {
      why: 'a range within a report widens the range',
      reports: [report('ucdp', 1, { killed: { low: 2, best: 5, high: 9 } })],
      expected: { killed: { value: 5, low: 2, high: 9 } },
    },
  ])('$why', ({ reports, expected }) => {
    const { killed, injured } = resolveCasualties(reports, { ...GRADES, unjudged: 'F' });
    expect({ killed, injured }).toMatchObject(expected);
    expect(Object.keys(JSON.parse(JSON.stringify({ injured, killed })))).toEqual(Object.keys(expected).sort());
  });

  it('shows every report in order of time, claims too', () => {
    const reports = [report('b', 2, {}), report('irgc_claim', 1, { isClaim: true, killed: best(80) })];
    expect(resolveCasualties(reports, GRADES).reports.map(({ reporter }) => reporter)).toEqual(['irgc_claim', 'b']);
  });

  it('is not fooled by reporters named like properties of objects', () =>
    expect([gradeOf('constructor', GRADES), gradeOf('__proto__', GRADES), gradeOf('us_dod', GRADES)]).toEqual([
      'E',
      'E',
      'A',
    ]));
});

describe('against a plain reading of the rule', () => {
  const reportArbitrary: fc.Arbitrary<CasualtyReport> = fc.record({
    side: fc.constantFrom(...SIDES),
    killed: fc.option(fc.nat(50).map(best), { nil: undefined }),
    injured: fc.option(fc.nat(50).map(best), { nil: undefined }),
    reporter: fc.constantFrom('us_dod', 'us_centcom', 'sohr', 'other'),
    reportedAt: fc.nat(6),
    isClaim: fc.boolean(),
  }) as fc.Arbitrary<CasualtyReport>;

  /** What a reporter's newest figures come to at a moment, worked out afresh. */
  function standingTotal(reports: readonly CasualtyReport[]): number {
    const total = reports.filter(({ side }) => side === 'unknown').at(-1);
    const since = total?.reportedAt ?? 0;
    const named = reports.filter(({ side, reportedAt }) => side !== 'unknown' && reportedAt >= since);
    const sides = [...new Map(named.map((one) => [one.side, one])).values()];
    const replaced = named.some(({ reportedAt }) => reportedAt > since);
    const counted = total && !replaced ? [...sides, total] : sides;
    return counted.reduce((sum, { killed }) => sum + killed!.best!, 0);
  }

  it('the number is the newest standing total of the best grade', () =>
    fc.assert(
      fc.property(fc.array(reportArbitrary, { maxLength: 10 }), (reports) => {
        const counted = reports
          .filter((one) => !one.isClaim && one.side !== 'perpetrator' && one.killed)
          .sort((a, b) => a.reportedAt - b.reportedAt);
        const grades = counted.map(({ reporter }) => gradeOf(reporter, GRADES)).sort();
        const winner = counted.filter(({ reporter }) => gradeOf(reporter, GRADES) === grades[0]).at(-1);
        const { killed } = resolveCasualties(reports, GRADES);
        if (!winner) return expect(killed).toBeUndefined();
        expect([killed!.reporter, killed!.reportedAt]).toEqual([winner.reporter, winner.reportedAt]);
        expect(killed!.value).toBe(standingTotal(counted.filter(({ reporter }) => reporter === winner.reporter)));
        expect(killed!.low).toBeLessThanOrEqual(killed!.value);
        expect(killed!.high).toBeGreaterThanOrEqual(killed!.value);
      }),
      { numRuns: 500 },
    ));

  it('claims change nothing but what is shown', () =>
    fc.assert(
      fc.property(fc.array(reportArbitrary, { maxLength: 10 }), (reports) => {
        const { reports: all, ...numbers } = resolveCasualties(reports, GRADES);
        const { reports: rest, ...without } = resolveCasualties(
          reports.filter(({ isClaim }) => !isClaim),
          GRADES,
        );
        expect(numbers).toEqual(without);
        expect(all.length - rest.length).toBe(reports.filter(({ isClaim }) => isClaim).length);
      }),
    ));
});
