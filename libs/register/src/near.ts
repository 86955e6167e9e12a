import { normaliseName, type Gazetteer } from '@barometer/gazetteer';
import type { Facets, Revision } from '@barometer/incident';
import { DAY } from '@barometer/time';
import type { Known } from './newest.js';

/** A bucket with more reports of one thing than this is ambiguous: nothing in it is linked. */
export const LARGEST_BUCKET = 32;

const VAGUE_TIMES: ReadonlySet<string> = new Set(['week', 'month', 'year']);
const VAGUE_PLACES: ReadonlySet<string | undefined> = new Set(['country', 'admin1', 'admin2', 'fuzzy']);

/**
 * What reports of one incident in different datasets have in common: days, kind, place and side. `undefined` where one
 * of these is not known well enough, because then nothing is a near twin of it.
 */
export function twinKey(revision: Revision, facets: Facets, gazetteer: Gazetteer): string | undefined {
  if (VAGUE_TIMES.has(revision.timePrecision) || revision.counter !== undefined) return undefined;
  const country = facets.country[0];
  const place = placeKey(revision, facets, gazetteer);
  const side = sideKey(facets);
  if (country === undefined || place === undefined || side === undefined) return undefined;
  const from = dayOf(revision.occurredFrom);
  const to = dayOf(revision.occurredTo ?? revision.occurredFrom);
  return `${from} ${to} ${revision.kind} ${country}|${place}|${side}`;
}

/**
 * The near twins among the standing reports of one bucket, a function of the bucket's content alone. Reports that could
 * be one (no tactic and no perpetrator named by both differ) are one group if no two of them contradict each other or
 * come from one dataset. Otherwise it is not clear which belongs to which, and only those that name the very same
 * tactics and perpetrators are linked, if no dataset has two of them.
 */
export function groupTwins(bucket: ReadonlySet<Known>): readonly (readonly Known[])[] {
  if (bucket.size < 2 || bucket.size > LARGEST_BUCKET) return [];
  const views = [...bucket].map(viewOf);
  if (views.every((view) => view.dataset === views[0]!.dataset)) return [];
  const groups = candidates(views).flatMap((group) => (agree(group) ? [group] : exactMatches(group)));
  return groups.filter((group) => group.length > 1).map((group) => group.map((view) => view.known));
}

interface View {
  readonly known: Known;
  readonly dataset: string;
  /** Sorted and joined; empty when none is named. */
  readonly tactics: string;
  readonly perpetrators: string;
}

function viewOf(known: Known): View {
  const facets = known.facets!;
  return {
    known,
    dataset: known.newest.dataset,
    tactics: tacticsKey(facets),
    perpetrators: listKey(facets.perpetrator),
  };
}

/** The tactics a report names, as one text; empty when it names none. */
export function tacticsKey(facets: Facets): string {
  return listKey(facets.tactic.filter((tactic) => tactic !== 'unknown'));
}

function listKey(values: readonly string[]): string {
  return values.length < 2 ? (values[0] ?? '') : JSON.stringify([...values].sort());
}

function couldBeOne(a: View, b: View): boolean {
  return unopposed(a.tactics, b.tactics) && unopposed(a.perpetrators, b.perpetrators);
}

function unopposed(a: string, b: string): boolean {
  return a === '' || b === '' || a === b;
}

function agree(group: readonly View[]): boolean {
  return distinctDatasets(group) && group.every((a, i) => group.slice(i + 1).every((b) => couldBeOne(a, b)));
}

function distinctDatasets(group: readonly View[]): boolean {
  return new Set(group.map((view) => view.dataset)).size === group.length;
}

function candidates(views: readonly View[]): readonly (readonly View[])[] {
  const open = new Set(views);
  const groups: View[][] = [];
  for (const first of open) {
    open.delete(first);
    const group = [first];
    for (const view of group) {
      for (const other of open) {
        if (!couldBeOne(view, other)) continue;
        open.delete(other);
        group.push(other);
      }
    }
    groups.push(group);
  }
  return groups;
}

function exactMatches(group: readonly View[]): readonly (readonly View[])[] {
  const bySaying = new Map<string, View[]>();
  for (const view of group) {
    if (view.tactics === '') continue;
    const saying = JSON.stringify([view.tactics, view.perpetrators]);
    bySaying.set(saying, [...(bySaying.get(saying) ?? []), view]);
  }
  return [...bySaying.values()].filter(distinctDatasets);
}

function placeKey({ site, location }: Revision, facets: Facets, gazetteer: Gazetteer): string | undefined {
  if (site === undefined && facets.site.length === 0 && VAGUE_PLACES.has(location?.precision)) return undefined;
  const named = site === undefined ? facets.place : facets.site.map((id) => gazetteer.siteName(id));
  const keys = named.map(normaliseName).filter((key) => key !== '');
  return keys.length === 0 || keys.length < named.length ? undefined : listKey(keys);
}

/** Who was hit; where no target is named, everybody who is named at all. */
export function sideKey(facets: Facets): string | undefined {
  if (facets.target.length > 0) return `target ${listKey(facets.target)}`;
  return facets.actor.length > 0 ? `actors ${listKey(facets.actor)}` : undefined;
}

function dayOf(at: number): number {
  return Math.floor(at / DAY);
}
