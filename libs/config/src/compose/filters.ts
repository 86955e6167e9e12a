import { FACETS, type Facet } from '@barometer/incident';
import type { Filter } from '@barometer/watch';
import { listOf } from './lists.js';
import type { Path } from '../problems/locate.js';
import type { Names } from './names.js';
import type { RawFilter } from '../schema/filter.js';

type Values = Partial<Record<Facet, string[]>>;
type RawValues = Omit<RawFilter, 'not'>;

/** A filter with every name resolved, its lists sorted and without repeats. */
export function composeFilter(raw: RawFilter, path: Path, names: Names): Filter {
  return { all: valuesOf(raw, path, names), not: valuesOf(raw.not ?? {}, [...path, 'not'], names) };
}

function valuesOf(raw: RawValues, path: Path, names: Names): Values {
  const values: Values = {};
  for (const facet of FACETS) {
    const given = raw[facet];
    if (given === undefined) continue;
    const isList = Array.isArray(given);
    const found = listOf(given).map((text, index) =>
      names.value(facet, text, isList ? [...path, facet, index] : [...path, facet]),
    );
    values[facet] = [...new Set(found.filter((value) => value !== undefined))].sort();
  }
  return values;
}
