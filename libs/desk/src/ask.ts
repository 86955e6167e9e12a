import { explainRungs, levelOf, type RungWhy } from '@barometer/alert';
import type { Incident } from '@barometer/incident';
import type { Contributor, Reading } from '@barometer/indicator';
import { iso, type Instant, type Span } from '@barometer/time';
import { contextOf, type RuleState, type Series, type Watch } from '@barometer/watch';
import type { Fold } from './fold.js';
import type { Explanation } from './view.js';

/** A series by name; `incident=fr-057` is found without its dataset where only one has it. */
export interface Which {
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
  readonly at?: Instant;
}

interface Found {
  readonly watch: Watch;
  readonly rule: RuleState;
  readonly series: Series;
}

/** Names of the series of a rule that ever had a contribution, sorted. */
export function seriesNames(fold: Fold, watch: string, rule: string): string[] {
  const state = ruleOf(fold, watch, rule)?.rule;
  return state ? [...state.all()].map(({ name }) => name).sort() : [];
}

/** The reading of a series at an instant up to now, from what is known now. */
export function readAt(fold: Fold, which: Which): Reading | undefined {
  const found = find(fold, which);
  if (!found) return undefined;
  const { rule, series, watch } = found;
  const context = contextOf(series, fold.surroundings(watch), which.at ?? fold.now);
  const reading = rule.measure.kind.read(series.group.timelines, rule.measure.params, context);
  const { incomplete } = fold;
  return incomplete && context.at < incomplete.until ? { ...reading, provisional: true } : reading;
}

/** The ranked contributors of a series at an instant. */
export function contributorsOf(fold: Fold, which: Which): readonly Contributor[] {
  const found = find(fold, which);
  if (!found) return [];
  const { rule, series, watch } = found;
  const context = contextOf(series, fold.surroundings(watch), which.at ?? fold.now);
  return rule.measure.kind.evidence(series.group.timelines, rule.measure.params, context);
}

/** The incidents of a series that occurred in (from, to]. */
export function incidentsOf(fold: Fold, which: Which, { from, to }: Span): Incident[] {
  const found = find(fold, which);
  if (!found) return [];
  const incidents: Incident[] = [];
  for (const contribution of found.series.group.timelines[0]!.range(from, to)) {
    const { key } = found.series;
    if (key !== undefined && !contribution.keys?.includes(key)) continue;
    const incident = fold.register.incident(contribution.ref);
    if (incident) incidents.push(incident);
  }
  return incidents;
}

/** Why a series did or did not fire at now. */
export function explain(fold: Fold, which: Which): Explanation | undefined {
  const found = find(fold, which);
  const reading = readAt(fold, which);
  if (!found || !reading) return undefined;
  const { rule, series, watch } = found;
  const { frozen } = fold.surroundings(watch);
  const rungs = explainRungs(rule.rule, series.ladder, reading, { frozen });
  const on = levelOf(series.ladder);
  const level = on < 0 ? null : rule.rule.rungs[on]!.level;
  return {
    watch: which.watch,
    rule: which.rule,
    series: series.name,
    at: fold.now,
    reading,
    level,
    contributors: contributorsOf(fold, which),
    rungs,
    words: inWords(level, reading, rungs, fold.now),
  };
}

function inWords(level: string | null, reading: Reading, rungs: readonly RungWhy[], at: Instant): string {
  const when = Number.isFinite(at) ? ` at ${iso(at)}` : '';
  if (!reading.known) return `No reading${when}: ${reading.why ?? 'unknown'}.`;
  const guard = rungs.find((rung) => rung.guard !== undefined)?.guard;
  if (level !== null) return `Stands at ${level}${when}${guard ? `; ${guard}` : ''}.`;
  const nearest = rungs[0];
  const missing = nearest?.comparisons.filter(({ holds }) => !holds).map((c) => `${c.text} (it is ${say(c.actual)})`);
  const failing = missing && missing.length > 0 ? `: ${nearest!.level} needs ${missing.join(' and ')}` : '';
  return `Did not fire${when}${failing}${guard ? `; ${guard}` : ''}.`;
}

function say(value: number | boolean | string): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
}

function ruleOf(fold: Fold, watchName: string, ruleName: string): { watch: Watch; rule: RuleState } | undefined {
  const watch = fold.watches.get(watchName);
  const rule = watch?.rules.find((state) => state.rule.name === ruleName);
  return watch && rule ? { watch, rule } : undefined;
}

function find(fold: Fold, which: Which): Found | undefined {
  const state = ruleOf(fold, which.watch, which.rule);
  if (!state) return undefined;
  const { rule } = state;
  const series = rule.find(which.series) ?? byRecordId(rule, which.series) ?? rule.unseen(which.series);
  return series && { ...state, series };
}

function byRecordId(rule: RuleState, name: string): Series | undefined {
  const wanted = /^incident=([^/]+)$/.exec(name)?.[1];
  if (wanted === undefined) return undefined;
  const found = [...rule.all()].filter((series) => series.values['incident']?.endsWith(`/${wanted}`));
  return found.length === 1 ? found[0] : undefined;
}
