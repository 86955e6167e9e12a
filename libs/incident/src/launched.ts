import { figureOf } from './estimate.js';
import type { Munition } from './revision.js';

/** Munitions launched, all types summed; `undefined` where no number is known. */
export function launchedOf(munitions: readonly Munition[]): number | undefined {
  const known = munitions.flatMap(({ launched }) => figureOf(launched)?.value ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
