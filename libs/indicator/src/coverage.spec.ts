import { DAY, parseDays, Spans } from '@barometer/time';
import fc from 'fast-check';
import { coverageOf } from './coverage.js';
import { coveredIn, feeds, instant } from './testing/random.js';
import { sayUncovered, uncoveredIn } from './uncovered.js';

describe('coverage', () => {
  it('answers like cutting the range at every edge', () => {
    fc.assert(
      fc.property(feeds, instant, instant, ({ coverage, any, full }, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        expect(coverage.covered(from, to)).toBe(coveredIn(any, from, to));
        expect(coverage.full(from, to)).toBe(coveredIn(full, from, to) === to - from);
        const clipped = coverage.spans(from, to);
        expect(clipped.reduce((sum, span) => sum + span.to - span.from, 0)).toBe(coveredIn(any, from, to));
        const edge = coverage.nextEdge(from);
        const edges = [...any, ...full].flatMap((span) => [span.from, span.to]).filter((each) => each > from);
        expect(edge).toBeGreaterThanOrEqual(Math.min(...edges, Infinity));
      }),
    );
  });

  it('counts whole days up to the last millisecond of a day', () => {
    const coverage = coverageOf([{ coverage: 'partial', spans: Spans.of([parseDays('2023-07-01/2023-07-10')]) }]);
    const end = Date.UTC(2023, 6, 6) - 1;
    expect(coverage.covered(end - 30 * DAY, end)).toBe(5 * DAY);
    expect(coverage.full(end - DAY, end)).toBe(false);
  });

  it('names what nobody covers by last and first covered day', () => {
    const spans = Spans.of([parseDays('2019-12-27/2020-01-08'), parseDays('2023-07-01/2024-04-23')]);
    const coverage = coverageOf([{ coverage: 'partial', spans }]);
    const gaps = uncoveredIn(coverage, Date.UTC(2020, 0, 8), Date.UTC(2024, 0, 20));
    expect(gaps).toBe('2020-01-08/2023-07-01');
    expect(sayUncovered(gaps)).toBe('; 8 Jan 2020 to 1 Jul 2023 not covered');
    expect(sayUncovered(uncoveredIn(coverage, Date.UTC(2023, 7, 1), Date.UTC(2024, 0, 20)))).toBe('');
    expect(uncoveredIn(coverageOf([]), Date.UTC(2023, 0, 1), Date.UTC(2023, 0, 5))).toBe('2023-01-01/2023-01-05');
  });
});
