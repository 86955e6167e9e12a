import { DAY, parseDays, Spans } from '@barometer/time';
import fc from 'fast-check';
import { coverageOf } from '../coverage.js';
import { keepsTheLaws } from '../testing/laws.js';
import { coveredIn, isIn, length } from '../testing/random.js';
import { createTimeline } from '../timeline/tree.js';
import { surge } from './surge.js';

const guard = fc.oneof(fc.constant(0), length(10));

/** The predictive tail added up term by term: 1 - Σ Γ(j+r)/(Γ(r) j!) (1-q)^r q^j. */
function tailByTerms(x: number, k: number, days: number, h: number): number {
  const [r, q] = [k + 0.5, h / (days + h)];
  let term = (1 - q) ** r;
  let below = 0;
  for (let j = 0; j < x; j++) {
    below += term;
    term *= ((j + r) / (j + 1)) * q;
  }
  return 1 - below;
}

describe('surge', () => {
  keepsTheLaws({
    kind: surge,
    params: fc.record({ of: fc.constant('attacks'), window: length(20), baseline: length(90), guard }),
    streams: [fc.constant({})],
    oracle: (reading, { lists: [list], params, context: { at }, any }) => {
      const x = list!.filter((each) => at - params.window < each.at && each.at <= at).length;
      const to = at - params.window - params.guard;
      const from = to - params.baseline;
      const k = list!.filter((each) => from < each.at && each.at <= to && isIn(any, each.at)).length;
      const days = coveredIn(any, from, to) / DAY;
      expect(reading.value).toBe(x);
      expect(reading.known).toBe(days > 0);
      if (!reading.known) return;
      expect(reading.baseline).toEqual({ k, days, from, to });
      expect(reading.fields['p']).toBeCloseTo(tailByTerms(x, k, days, params.window / DAY), 8);
      expect(Number(reading.fields['ratio']) * Number(reading.fields['expected'])).toBeCloseTo(x, 8);
      expect(reading.provisional).toBe(days < 50 || coveredIn(any, at - params.window, at) < params.window);
    },
    steady: (reading, soon) => {
      const { p: _p, expected: _expected, ratio: _ratio, ...fields } = reading.fields;
      return soon ? { ...reading, fields } : reading;
    },
  });

  const params = surge.params.parse({ of: 'attacks-on-us' });
  const coverage = coverageOf([{ coverage: 'partial', spans: Spans.of([parseDays('2023-07-01/2024-04-23')]) }]);
  const iraq = createTimeline();
  for (const [ref, day] of [
    ['a', 18],
    ['b', 18],
    ['c', 20],
  ] as const)
    iraq.insert({ ref, at: Date.UTC(2023, 9, day) });

  it('reads Iraq on 20 October 2023: 3 attacks after 90 quiet days', () => {
    const reading = surge.read([iraq], params, { at: Date.UTC(2023, 9, 21) - 1, coverage });
    expect(reading).toMatchObject({ value: 3, provisional: false, baseline: { k: 0, days: 90 } });
    expect(Number(reading.fields['p'])).toBeCloseTo(0.000121, 6);
    const said = { ...reading, at: 0, params: { ...params }, of: 'attacks on us' };
    expect(surge.say(said)).toBe('3 attacks on us in 7 days, usually none');
    expect(surge.sayExactly(said)).toBe('p = 0.000121 (about 1 in 8,300), x = 3 in 7 days, k = 0 in 90 covered days');
  });

  it('has no reading without covered time before', () => {
    const reading = surge.read([iraq], params, { at: Date.UTC(2023, 9, 21) - 1, coverage: coverageOf([]) });
    expect(reading).toMatchObject({ known: false, why: 'no covered time in the baseline' });
  });
});
