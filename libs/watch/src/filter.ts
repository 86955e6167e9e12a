import type { Facet, Facets } from '@barometer/incident';
import type { Filter } from './definition.js';

/** What stands for an absent field in filters and series names. */
export const NONE = 'none';

/** A filter that every incident passes. */
export const EVERYTHING: Filter = { all: {}, not: {} };

/** Keys AND, lists OR; a list matches if any value does, `none` if the field is absent; `not` holds where the field is absent. */
export function matches(filter: Filter, facets: Facets): boolean {
  for (const key in filter.all) {
    const facet = key as Facet;
    if (!anyOf(filter.all[facet]!, facets[facet])) return false;
  }
  for (const key in filter.not) {
    const facet = key as Facet;
    if (anyOf(filter.not[facet]!, facets[facet])) return false;
  }
  return true;
}

function anyOf(wanted: readonly string[], values: readonly string[]): boolean {
  if (values.length === 0) return wanted.includes(NONE);
  for (const value of values) if (wanted.includes(value)) return true;
  return false;
}
