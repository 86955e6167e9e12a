import type { Estimate, Qualifier } from '@barometer/incident';

const QUALIFIED: Readonly<Record<Qualifier, string>> = {
  exact: '',
  at_least: 'at least ',
  more_than: 'more than ',
  approximately: 'about ',
  up_to: 'up to ',
  unknown: '',
};

/** `at least 34`: a number as its source put it. */
export function qualified(value: number, qualifier: Qualifier | undefined): string {
  return `${QUALIFIED[qualifier ?? 'exact']}${figure(value)}`;
}

/** A reported figure: its best value as qualified, else its range. */
export function estimated(estimate: Estimate): string | undefined {
  const { low, best, high, qualifier } = estimate;
  if (best !== undefined) return qualified(best, qualifier);
  if (low !== undefined && high !== undefined) return low === high ? figure(low) : `${figure(low)} to ${figure(high)}`;
  if (low !== undefined) return qualified(low, qualifier ?? 'at_least');
  return high === undefined ? undefined : qualified(high, qualifier ?? 'up_to');
}

/** The one number of an estimate that a resolved figure would take. */
export function valueOf(estimate: Estimate | undefined): number | undefined {
  return estimate?.best ?? estimate?.low ?? estimate?.high;
}

/** At most two decimals, none for whole numbers. */
export function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);
}
