import type { Facets } from '@barometer/incident';
import { DAY, type Instant } from '@barometer/time';
import { sideKey } from './near.js';
import type { AtRest } from './at-rest.js';

/** What of a record tells its neighbourhood. */
interface Resident {
  readonly facets: Facets;
  readonly occurredFrom: Instant;
}

/**
 * Records at rest by day, kind, country and side: near twins have all of these in common, and they can be told without reading a
 * report. A neighbourhood is left by all together, so that a bucket of near twins is never known in part.
 */
export class Neighbours {
  private readonly byKey = new Map<string, AtRest[]>();

  constructor(records: Iterable<AtRest>) {
    for (const record of records) {
      const key = keyOf(record);
      const found = key === undefined ? undefined : this.byKey.get(key);
      if (found !== undefined) found.push(record);
      else if (key !== undefined) this.byKey.set(key, [record]);
    }
  }

  /** Those who could be near twins of it, itself among them where it rests; they are here no more. */
  leave(resident: Resident): readonly AtRest[] {
    if (this.byKey.size === 0) return NOBODY;
    const key = keyOf(resident);
    const found = key === undefined ? undefined : this.byKey.get(key);
    if (found === undefined) return NOBODY;
    this.byKey.delete(key!);
    return found;
  }
}

const NOBODY: readonly AtRest[] = Object.freeze([]);

/** `undefined` for a record that has no near twins in any case. */
function keyOf({ facets, occurredFrom }: Resident): string | undefined {
  const [country] = facets.country;
  const side = sideKey(facets);
  if (country === undefined || side === undefined) return undefined;
  return `${Math.floor(occurredFrom / DAY)} ${facets.kind[0]} ${country} ${side}`;
}
