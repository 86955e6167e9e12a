import {
  evidenceOf,
  EVIDENCE_LIMIT,
  judge,
  type Evidence,
  type Reason,
  type RuleDefinition,
  type Transition,
  type TransitionKind,
} from '@barometer/alert';
import { isActorFacet } from '@barometer/incident';
import type { Contributor, ReadContext, Reading } from '@barometer/indicator';
import { iso, type Instant } from '@barometer/time';
import type { WatchDefinition } from './definition.js';
import type { Itemised } from './itemised.js';
import type { Measure } from './measure.js';
import { toJsonFields, type Episode, type Series, type Told } from './series.js';
import type { Moment, Surroundings } from './surroundings.js';
import type { Totals } from './totals.js';

/** A transition without its place in a group and chain, which are known once everything of its cause is out. */
export type Draft = Omit<Transition, 'group' | 'previousHash' | 'hash' | 'definition' | 'engine'>;

/** Everything a draft is made of. */
export interface Making {
  readonly watch: WatchDefinition;
  readonly ladder: readonly string[];
  readonly rule: RuleDefinition;
  readonly measure: Measure;
  readonly series: Series;
  readonly episode: Episode;
  readonly reading: Reading;
  readonly totals: Totals;
  readonly itemised: Itemised;
  readonly moment: Moment;
  readonly around: Surroundings;
}

/** What happened to the alert. */
export interface Happened {
  readonly transition: TransitionKind;
  readonly previous: number;
  readonly level: number;
  readonly reason: Reason;
  readonly before?: Told;
  readonly watchSeq: number;
}

/** Builds the transition's plain values; the order of keys is part of the hashed bytes. */
export function draft(making: Making, happened: Happened): Draft {
  const { watch, rule, measure, series, episode, reading, moment, around } = making;
  const ended = happened.level < 0;
  const seenAt = ended ? episode.peak.at : moment.at;
  const contributors = contributorsAt(making, seenAt);
  const lost = lossAt(around, moment.at);
  return {
    v: 1,
    at: iso(moment.at),
    watch: watch.name,
    watchTitle: watch.title,
    rule: rule.name,
    title: titleOf(making),
    series: series.name,
    alertId: episode.alertId,
    seq: episode.seq,
    watchSeq: happened.watchSeq,
    transition: happened.transition,
    level: levelName(rule, happened.level),
    previous: levelName(rule, happened.previous),
    ladder: making.ladder,
    tone: rule.tone,
    since: iso(episode.since),
    reason: happened.reason,
    reading: { kind: measure.kind.name, params: measure.params, of: measure.of },
    value: Number.isFinite(reading.value) ? reading.value : 0,
    fields: toJsonFields(reading.fields),
    before: happened.before && { ...happened.before, at: iso(happened.before.at) },
    threshold: thresholdOf(rule, happened),
    baseline: reading.baseline && {
      ...reading.baseline,
      from: iso(reading.baseline.from),
      to: iso(reading.baseline.to),
    },
    provisional: reading.provisional || lost !== undefined,
    coverage: making.itemised.tell(around.feeds, { at: moment.at, lostBefore: around.lost?.before }),
    incomplete: lost && { before: iso(lost.before), until: iso(lost.until) },
    evidence: describe(contributors, around),
    evidenceTotal: contributors.length,
    counterfactual: counterfactual(making, contributors, seenAt),
    context: making.totals.latest(),
    cause: moment.cause(),
    causedBy: moment.causedBy,
    history: moment.history,
  };
}

/** What is missing at an instant for having been lost; nothing once no rule looks back that far. */
export function lossAt({ lost }: Surroundings, at: Instant): Surroundings['lost'] {
  return lost && at < lost.until ? lost : undefined;
}

function contributorsAt({ measure, series, around }: Making, at: Instant): readonly Contributor[] {
  return measure.kind.evidence(series.group.timelines, measure.params, contextOf(series, around, at));
}

/** The context in which a series is read at an instant. */
export function contextOf(series: Series, around: Surroundings, at: Instant): ReadContext {
  return { at, coverage: around.coverage, key: series.key };
}

function describe(contributors: readonly Contributor[], around: Surroundings): Evidence[] {
  const evidence: Evidence[] = [];
  for (const contributor of contributors.slice(0, EVIDENCE_LIMIT)) {
    const incident = around.incident(contributor.ref);
    if (incident) evidence.push(evidenceOf(incident, contributor, around.statements(incident)));
  }
  return evidence;
}

function counterfactual(
  making: Making,
  contributors: readonly Contributor[],
  at: Instant,
): Transition['counterfactual'] {
  const { measure, rule, series, around } = making;
  const largest = contributors[0];
  if (!largest) return undefined;
  const without = series.group.timelines.map((timeline) => timeline.without(largest.ref));
  const reading = measure.kind.read(without, measure.params, contextOf(series, around, at));
  const incident = around.incident(largest.ref);
  return {
    without: incident ? `${incident.revision.recordId}.${incident.revision.revision}` : largest.ref,
    value: reading.known && Number.isFinite(reading.value) ? reading.value : 0,
    level: levelName(rule, judge(rule, reading)),
  };
}

function levelName(rule: RuleDefinition, level: number): string | null {
  return level < 0 ? null : rule.rungs[level]!.level;
}

function thresholdOf(rule: RuleDefinition, { level, previous }: Happened): Transition['threshold'] {
  const rung = rule.rungs[level >= 0 ? level : Math.max(previous, 0)]!;
  return { level: rung.level, condition: level >= previous ? rung.enter.text : rung.leave.text };
}

/** The rule's title with the series' values, and those of the incident where one incident is the series, filled in. */
function titleOf({ rule, series, around }: Making): string {
  return rule.title.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = series.values[key] ?? incidentValue(series, around, key);
    return value === undefined ? whole : shown(value, key, around);
  });
}

function incidentValue(series: Series, around: Surroundings, key: string): string | undefined {
  const first = series.group.timelines[0]?.at(0);
  const incident = first && around.incident(first.ref);
  if (!incident) return undefined;
  if (key === 'place') return incident.revision.location?.place;
  return (incident.facets as Record<string, readonly string[]>)[key]?.[0];
}

function shown(value: string, key: string, { gazetteer }: Surroundings): string {
  if (value === 'none') return `no ${key} named`;
  if (key === 'country') return gazetteer.countryName(value);
  if (key === 'site') return gazetteer.siteName(value);
  if (isActorFacet(key)) return gazetteer.actorName(value);
  return value.replaceAll('_', ' ');
}
