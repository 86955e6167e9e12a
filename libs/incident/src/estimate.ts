import type { Qualifier } from './kinds.js';
import type { Estimate } from './revision.js';

/** An estimate as one number with its range: `low <= value <= high`. */
export interface Figure {
  readonly value: number;
  readonly qualifier: Qualifier;
  readonly low: number;
  readonly high: number;
}

/** The number an estimate stands for: the best, else the low, else the high one; `undefined` where none is given. */
export function figureOf(estimate: Estimate | undefined): Figure | undefined {
  const value = estimate?.best ?? estimate?.low ?? estimate?.high;
  if (estimate === undefined || value === undefined) return undefined;
  return {
    value,
    qualifier: estimate.qualifier ?? impliedQualifier(estimate),
    low: estimate.low ?? value,
    high: estimate.high ?? value,
  };
}

/** The sum of several figures; its qualifier is the loosest that all of them allow. */
export function sumOf(figures: readonly Figure[]): Figure {
  return figures.reduce((sum, figure) => ({
    value: sum.value + figure.value,
    qualifier: sumQualifier(sum.qualifier, figure.qualifier),
    low: sum.low + figure.low,
    high: sum.high + figure.high,
  }));
}

function impliedQualifier({ best, low }: Estimate): Qualifier {
  if (best !== undefined) return 'exact';
  return low !== undefined ? 'at_least' : 'up_to';
}

const LOWER_BOUNDS: readonly Qualifier[] = ['exact', 'at_least', 'more_than'];

function sumQualifier(one: Qualifier, other: Qualifier): Qualifier {
  if (one === other) return one;
  if (one === 'exact') return other;
  if (other === 'exact') return one;
  const bounds = [LOWER_BOUNDS.indexOf(one), LOWER_BOUNDS.indexOf(other)];
  return bounds.includes(-1) ? 'approximately' : (LOWER_BOUNDS[Math.max(...bounds)] ?? 'approximately');
}
