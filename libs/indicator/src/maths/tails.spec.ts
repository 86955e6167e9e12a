import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { logGamma } from './log-gamma.js';
import { gammaPoissonTail, lullTail, negBinTail, poissonTail } from './tails.js';

type Row = Readonly<Record<string, number>>;
const vectors = JSON.parse(readFileSync(new URL('./vectors/tails.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, readonly Row[]>
>;

/** Equal to 1e-9 of the expected value. */
function expectClose(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

describe('tails', () => {
  it.each(vectors['poissonTail']!)('Poisson x=$x mu=$mu', ({ x, mu, p_ge_x }) => {
    expectClose(poissonTail(x!, mu!), p_ge_x!);
  });

  it.each(vectors['negBinTail']!)('negative binomial x=$x mu=$mu size=$size', ({ x, mu, size, p_ge_x }) => {
    expectClose(negBinTail(x!, mu!, size!), p_ge_x!);
  });

  it.each(vectors['gammaPoissonPredictive']!)('Gamma-Poisson k=$k T=$T h=$h x=$x', ({ k, T, h, x, p_ge_x }) => {
    expectClose(gammaPoissonTail(x!, { k: k!, days: T! }, h!), p_ge_x!);
  });

  it.each(vectors['lullBayes']!)('lull k=$k T=$T gap=$gap', ({ k, T, gap, p_gap_ge }) => {
    expectClose(lullTail(gap!, { k: k!, days: T! }), p_gap_ge!);
  });

  it.each(vectors['lullKnownRate']!)('lull at the known rate $rate, gap $gap', ({ rate, gap, p_gap_ge }) => {
    const days = 1e8;
    expect(lullTail(gap!, { k: rate! * days, days })).toBeCloseTo(p_gap_ge!, 6);
  });

  it('stays a probability that falls with x and rises with k, however large the numbers', () => {
    const number = fc.integer({ min: 0, max: 5_000 });
    fc.assert(
      fc.property(number, number, fc.double({ min: 0.01, max: 400, noNaN: true }), (x, k, days) => {
        const p = gammaPoissonTail(x, { k, days }, 7);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(gammaPoissonTail(x + 1, { k, days }, 7)).toBeLessThanOrEqual(p * (1 + 1e-9));
        expect(gammaPoissonTail(x, { k: k + 1, days }, 7)).toBeGreaterThanOrEqual(p * (1 - 1e-9));
      }),
    );
  });
});

describe('a tail', () => {
  it.each([
    { why: 'terms so small that they are rounded to themselves', x: 2_735, k: 2, days: 120 },
    { why: 'a million incidents after nothing in a moment', x: 1_000_000, k: 0, days: 1e-5 },
    { why: 'a million incidents after a busy year', x: 1_000_000, k: 5_000_000, days: 365 },
  ])('ends with $why', ({ x, k, days }) => {
    const p = gammaPoissonTail(x, { k, days }, 7);
    expect(p).toBeGreaterThanOrEqual(0);
    expect(p).toBeLessThanOrEqual(1);
  });

  it('of a geometric count is the power of its ratio, however slowly it falls', () => {
    const q = 1 - 1e-6;
    expect(negBinTail(2_000_000, q / (1 - q), 1)).toBeCloseTo(Math.pow(q, 2_000_000), 9);
  });
});

describe('logGamma', () => {
  it('is the logarithm of the factorial one below', () => {
    let factorial = 0;
    for (let n = 1; n < 200; n++) {
      expect(logGamma(n)).toBeCloseTo(factorial, 10);
      factorial += Math.log(n);
    }
  });

  it('is ln √π at one half', () => {
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13);
    expect(logGamma(0.25)).toBeCloseTo(1.2880225246980774, 13);
  });
});
