import type { Filter, WatchDefinition } from '@barometer/watch';
import type { Declared } from '../file/declared.js';
import { OTHER } from './feeds.js';
import { composeFilter } from './filters.js';
import { listOf, sorted } from './lists.js';
import type { Path } from '../problems/locate.js';
import type { Names } from './names.js';
import type { Report } from '../problems/report.js';
import { composeRule, titleOf } from './rules.js';
import type { RawFilter } from '../schema/filter.js';
import type { RawWatch } from '../schema/watches.js';
import { suggest } from '../problems/suggest.js';

/** The watch every desk has: it tells of feeds that fall silent. */
export const BUILT_IN = 'barometer';

/** What watches may refer to. */
export interface Surroundings {
  readonly ladder: readonly string[];
  readonly declared: Declared;
  readonly names: Names;
  readonly report: Report;
}

/** The watches by name, each with the sets its rules use. */
export function composeWatches(
  raw: Readonly<Record<string, RawWatch>>,
  rawSets: Readonly<Record<string, RawFilter>>,
  surroundings: Surroundings,
): readonly WatchDefinition[] {
  const { names, report, declared } = surroundings;
  const sets = new Map(Object.entries(rawSets).map(([name, set]) => [name, composeFilter(set, ['sets', name], names)]));
  const used = new Set<string>();
  if (declared.watches.length === 0 && !report.spoilt(['watches']))
    report.error(['watches'], 'a config needs at least one watch', { part: 'key' });
  const watches = Object.entries(raw).map(([name, watch]) =>
    composeWatch(name, watch, { ...surroundings, sets, used }),
  );
  for (const name of sets.keys())
    if (!used.has(name) && !report.spoilt(['watches']))
      report.warn(['sets', name], `no rule uses the set "${name}"`, { part: 'key' });
  return watches.sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Place extends Surroundings {
  readonly sets: ReadonlyMap<string, Filter>;
  readonly used: Set<string>;
}

function composeWatch(name: string, raw: RawWatch, place: Place): WatchDefinition {
  const { report, ladder } = place;
  const path: Path = ['watches', name];
  if (name === BUILT_IN)
    report.error(path, `the watch "${BUILT_IN}" is built in: choose another name`, { part: 'key' });
  if (Object.keys(raw.rules).length === 0 && !report.spoilt(path))
    report.error([...path, 'rules'], 'a watch needs at least one rule', { part: 'key' });
  const used = new Set<string>();
  const ground = { ladder, sets: place.declared.sets, used, report };
  const rules = Object.entries(raw.rules).flatMap(
    ([rule, given]) => composeRule(rule, given, [...path, 'rules', rule], ground) ?? [],
  );
  for (const set of used) place.used.add(set);
  return {
    name,
    title: raw.title ?? titleOf(name),
    match: composeFilter(raw.match ?? {}, [...path, 'match'], place.names),
    feeds: feedsOf(raw.feeds, [...path, 'feeds'], place),
    rules: rules.sort((a, b) => (a.name < b.name ? -1 : 1)),
    sets: Object.fromEntries(
      sorted([...used]).flatMap((set) => (place.sets.has(set) ? [[set, place.sets.get(set)!]] : [])),
    ),
  };
}

function feedsOf(given: RawWatch['feeds'], path: Path, { declared, report }: Place): string[] {
  const feeds = [...declared.feeds, OTHER];
  listOf(given).forEach((feed, index) => {
    if (feeds.includes(feed)) return;
    const suggestion = suggest(feed, feeds);
    report.error(Array.isArray(given) ? [...path, index] : path, `no feed "${feed}"`, {
      allowed: feeds,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  });
  return sorted(listOf(given));
}
