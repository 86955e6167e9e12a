import type { Qualifier, ResolvedNumber } from '@barometer/incident';
import type { Measure } from '../timeline/timeline.js';

/** One number added up over incidents; `reporter` is '' where nobody reported it and `several` where reporters differ. */
export interface Part {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly qualifier: Qualifier;
  readonly reporter: string;
}

export interface Toll {
  readonly killed: Part;
  readonly injured: Part;
}

const NONE: Part = { value: 0, low: 0, high: 0, qualifier: 'unknown', reporter: '' };

/** Killed and injured, added up over incidents. */
export const TOLL: Measure<Toll> = {
  zero: { killed: NONE, injured: NONE },
  of: ({ casualties }) => ({ killed: partOf(casualties?.killed), injured: partOf(casualties?.injured) }),
  plus: (left, right) => ({ killed: add(left.killed, right.killed), injured: add(left.injured, right.injured) }),
};

function partOf(number: ResolvedNumber | undefined): Part {
  return number ?? NONE;
}

function add(left: Part, right: Part): Part {
  if (left.reporter === '') return right;
  if (right.reporter === '') return left;
  return {
    value: left.value + right.value,
    low: left.low + right.low,
    high: left.high + right.high,
    qualifier: together(left.qualifier, right.qualifier),
    reporter: left.reporter === right.reporter ? left.reporter : 'several',
  };
}

/** What may be said of a sum: a lower bound stays one beside exact numbers, anything else makes it approximate. */
function together(left: Qualifier, right: Qualifier): Qualifier {
  if (left === right) return left;
  if (isFloor(left) && isFloor(right)) return 'at_least';
  if (isCeiling(left) && isCeiling(right)) return 'up_to';
  return 'approximately';
}

function isFloor(qualifier: Qualifier): boolean {
  return qualifier === 'exact' || qualifier === 'at_least' || qualifier === 'more_than';
}

function isCeiling(qualifier: Qualifier): boolean {
  return qualifier === 'exact' || qualifier === 'up_to';
}
