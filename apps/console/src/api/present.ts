import type { Explanation, Incomplete } from '@barometer/desk';
import type { Incident } from '@barometer/incident';
import type { Reading } from '@barometer/indicator';
import { iso, type Instant } from '@barometer/time';
import type { StandingSilence } from '../views/act-list.js';
import type { AlertHistory } from '../views/alerts.js';

const time = (at: Instant): string | null => (Number.isFinite(at) ? iso(at) : null);
const figure = (value: number | boolean | string) => (value === Infinity ? 'ever' : value);

/** A reading as JSON: times ISO 8601 UTC, an unbounded number `"ever"`, no further change `until: null`. */
export function readingJson(reading: Reading) {
  return {
    known: reading.known,
    ...(reading.why === undefined ? {} : { why: reading.why }),
    value: figure(reading.value),
    fields: Object.fromEntries(Object.entries(reading.fields).map(([name, value]) => [name, figure(value)])),
    ...(reading.baseline
      ? { baseline: { ...reading.baseline, from: iso(reading.baseline.from), to: iso(reading.baseline.to) } }
      : {}),
    provisional: reading.provisional,
    until: time(reading.until),
  };
}

/** What is missing where a part of the journal was lost, as JSON; `null` where nothing is. */
export function lossJson(incomplete: Incomplete | undefined) {
  return incomplete ? { before: iso(incomplete.before), until: iso(incomplete.until) } : null;
}

/** Why a series did or did not fire, as JSON. */
export function explanationJson(explanation: Explanation) {
  const { reading, contributors, rungs, at, ...rest } = explanation;
  return {
    ...rest,
    at: iso(at),
    reading: readingJson(reading),
    contributors: contributors.map((contributor) => ({ ...contributor, at: iso(contributor.at) })),
    rungs: rungs.map((rung) => ({
      ...rung,
      comparisons: rung.comparisons.map((comparison) => ({ ...comparison, actual: figure(comparison.actual) })),
    })),
  };
}

/** An alert with all its transitions. */
export function alertJson({ alertId, transitions, last }: AlertHistory) {
  return {
    ...summaryOf(last.level),
    alertId,
    watch: last.watch,
    rule: last.rule,
    series: last.series,
    level: last.level,
    since: last.since,
    last,
    transitions,
  };
}

/** An alert as a list names it. */
export function alertLineJson({ alertId, last }: AlertHistory) {
  const { watch, rule, series, title, level, since, at, transition, reason, value, seq, tone, history } = last;
  return {
    ...summaryOf(level),
    alertId,
    watch,
    rule,
    series,
    title,
    level,
    since,
    at,
    transition,
    reason,
    value,
    seq,
    tone,
    history,
  };
}

function summaryOf(level: string | null): { state: 'open' | 'closed' } {
  return { state: level === null ? 'closed' : 'open' };
}

/** An incident as known; its times stay milliseconds inside `revision`, as the journal has them. */
export function incidentJson(incident: Incident) {
  const { id, revision, linked, members, facets, casualties, launched } = incident;
  return {
    id,
    recordId: revision.recordId,
    dataset: revision.dataset,
    kind: revision.kind,
    status: revision.status,
    occurredFrom: iso(revision.occurredFrom),
    reportedAt: iso(revision.reportedAt),
    facets,
    members,
    ...(casualties.killed ? { killed: casualties.killed } : {}),
    ...(casualties.injured ? { injured: casualties.injured } : {}),
    ...(launched === undefined ? {} : { launched }),
    revision,
    linked,
  };
}

/** A silence with its times in ISO 8601. */
export function silenceJson(silence: StandingSilence, standing: boolean) {
  const { id, matchers, reason, by, from, until, endedAt, endedBy } = silence;
  return {
    id,
    matchers,
    reason,
    by,
    from: iso(from),
    until: iso(until),
    standing,
    ...(endedAt === undefined ? {} : { endedAt: iso(endedAt) }),
    ...(endedBy === undefined ? {} : { endedBy }),
  };
}
