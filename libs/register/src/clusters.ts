import type { DuplicateLinks } from './links.js';
import { tacticsKey } from './near.js';
import { stands, type Known } from './newest.js';
import type { Records } from './records.js';

/** Records linked into more than this are not one incident: their links are not followed. */
export const LARGEST_CLUSTER = 256;

/**
 * The members of the incident that a standing record is part of, itself among them: a function of the newest revisions
 * alone. Asserted duplicates and near twins are followed; where near twins would join what assertions keep apart
 * (two records of one dataset, or reports that name different tactics), only assertions are.
 */
export function clusterOf(start: Known, links: DuplicateLinks, records: Records): readonly Known[] {
  if (start.twins === undefined && !links.has(start.newest.incidentId)) return [start];
  const asserted = (known: Known): Iterable<Known> => assertedNeighbours(known, links, records);
  const all = (known: Known): Iterable<Known> => [...asserted(known), ...(known.twins ?? [])];
  const whole = connected(start, all);
  if (whole !== undefined && twinsAgree(whole, asserted)) return whole;
  return connected(start, asserted) ?? [start];
}

function* assertedNeighbours(known: Known, links: DuplicateLinks, records: Records): Iterable<Known> {
  for (const incidentId of links.of(known.newest.incidentId)) {
    const other = records.get(incidentId);
    if (other !== undefined && stands(other)) yield other;
  }
}

/** Everything reachable from a record, or `undefined` when that is too much. */
function connected(start: Known, neighbours: (known: Known) => Iterable<Known>): readonly Known[] | undefined {
  const reached = new Set([start]);
  for (const known of reached) {
    for (const next of neighbours(known)) {
      reached.add(next);
      if (reached.size > LARGEST_CLUSTER) return undefined;
    }
  }
  return [...reached];
}

/** Whether parts joined by assertions alone may be joined further: no dataset in two of them, no differing tactics. */
function twinsAgree(whole: readonly Known[], asserted: (known: Known) => Iterable<Known>): boolean {
  if (whole.every((known) => known.twins === undefined)) return true;
  const parts = partsOf(whole, asserted);
  const datasets = parts.flatMap((part) => [...new Set(part.map((known) => known.newest.dataset))]);
  const tactics = parts.map(
    (part) => new Set(part.map((known) => tacticsKey(known.facets!)).filter((key) => key !== '')),
  );
  const named = tactics.filter((keys) => keys.size > 0);
  const differ = named.length > 1 && new Set(named.flatMap((keys) => [...keys])).size > 1;
  return !differ && new Set(datasets).size === datasets.length;
}

function partsOf(whole: readonly Known[], asserted: (known: Known) => Iterable<Known>): readonly (readonly Known[])[] {
  const seen = new Set<Known>();
  const parts: (readonly Known[])[] = [];
  for (const start of whole) {
    if (seen.has(start)) continue;
    const part = connected(start, asserted)!;
    for (const known of part) seen.add(known);
    parts.push(part);
  }
  return parts;
}
