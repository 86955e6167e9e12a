import { logGamma } from './log-gamma.js';

const SMALL = 64;

/** P(X >= x) for a Poisson count of the given mean (Poisson 1837). */
export function poissonTail(x: number, mean: number): number {
  if (x <= 0) return 1;
  if (mean <= 0) return 0;
  const at = Math.exp(x * Math.log(mean) - mean - logGamma(x + 1));
  return upperTail(x, mean, at, (j) => mean / (j + 1));
}

/** P(X >= x) for a negative binomial count of mean `mean` and variance mean + mean²/size (Greenwood and Yule 1920). */
export function negBinTail(x: number, mean: number, size: number): number {
  return mean <= 0 ? Number(x <= 0) : negBinTailBy(x, size, mean / (mean + size));
}

/**
 * P(X >= x) for the count of the next h days after k events in T days, the rate being Gamma(½, 0) before (Jeffreys 1946):
 * negative binomial of size k + ½ and success probability T / (T + h).
 */
export function gammaPoissonTail(
  x: number,
  baseline: { readonly k: number; readonly days: number },
  h: number,
): number {
  return negBinTailBy(x, baseline.k + 0.5, h / (baseline.days + h));
}

/** P(no event for `gap` days) after k events in T days: the zero term of the same predictive, (T / (T + g))^(k + ½). */
export function lullTail(gap: number, baseline: { readonly k: number; readonly days: number }): number {
  return Math.exp(-(baseline.k + 0.5) * Math.log1p(gap / baseline.days));
}

/** The tail with q the chance of one more before each of `size` failures. */
function negBinTailBy(x: number, size: number, q: number): number {
  if (x <= 0) return 1;
  const mean = (size * q) / (1 - q);
  return upperTail(x, mean, negBinAt(x, size, q), (j) => ((size + j) / (j + 1)) * q);
}

function negBinAt(x: number, size: number, q: number): number {
  const none = size * Math.log1p(-q);
  if (x > SMALL || none < -600)
    return Math.exp(logGamma(x + size) - logGamma(size) - logGamma(x + 1) + none + x * Math.log(q));
  let at = Math.exp(none);
  for (let j = 0; j < x; j++) at *= ((size + j) / (j + 1)) * q;
  return at;
}

/** Adds up from x on where that is the short side, else takes what lies below x from one; `step(j)` is P(j + 1) / P(j). */
function upperTail(x: number, mean: number, at: number, step: (j: number) => number): number {
  return x > mean ? above(x, at, step) : 1 - below(x, at, step);
}

/** Below this a term no longer shrinks: it is rounded to itself, and adding would never end. */
const NOTHING = 1e-300;
/** Terms added one by one; after so many their ratio hardly changes, and the rest is a geometric series. */
const MOST_TERMS = 100_000;

function above(x: number, at: number, step: (j: number) => number): number {
  let sum = at;
  let term = at;
  let j = x;
  for (; term > sum * 1e-17 && term > NOTHING && j < x + MOST_TERMS; j++) {
    term *= step(j);
    sum += term;
  }
  const ratio = step(j);
  return j < x + MOST_TERMS || ratio >= 1 ? sum : sum + (term * ratio) / (1 - ratio);
}

function below(x: number, at: number, step: (j: number) => number): number {
  let sum = 0;
  let term = at;
  for (let j = x - 1; j >= 0 && term > 0; j--) {
    term /= step(j);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return Math.min(sum, 1);
}
