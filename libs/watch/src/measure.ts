import { leastOf, type Comparison, type RuleDefinition } from '@barometer/alert';
import type { Facets, Incident, RestingIncident } from '@barometer/incident';
import { kindOf, type Contribution, type Kind } from '@barometer/indicator';
import type { Filter, WatchDefinition } from './definition.js';
import { EVERYTHING, matches } from './filter.js';

/** A rule's kind with its parameters, and which incidents feed each of its streams. */
export interface Measure {
  readonly kind: Kind;
  readonly params: Readonly<Record<string, unknown>>;
  readonly streams: readonly StreamFilter[];
  /** What is counted, in words. */
  readonly of: string;
  /** Without input the readings can only leave the rule's conditions, never enter them: a series at rest needs no due time. */
  readonly falls: boolean;
  /** A series whose tally is under this has every rung off and nothing pending, unless it had one on; `-Infinity` where that cannot be said. */
  readonly floor: number;
}

/** An incident and what it is to every plain kind. */
export interface Counted {
  readonly incident: Incident;
  readonly plain: Contribution;
}

type StreamFilter = { readonly set: Filter } | { readonly counter: string } | { readonly nothing: true };

/** Resolves a rule's parameters against the watch's sets; throws where the kind is not one of the catalogue. */
export function measureOf(rule: RuleDefinition, watch: WatchDefinition): Measure {
  const kind = kindOf(rule.reading.kind);
  if (!kind) throw new Error(`no kind of reading "${rule.reading.kind}"`);
  const params = rule.reading.params;
  const streams = kind.streams.map((stream) => streamFilter(stream, params, watch));
  const falls = kind.falls === true && rule.rungs.every(({ enter }) => enter.all.every(needsMore));
  return { kind, params, streams, of: setInWords(params['of']), falls, floor: falls ? floorOf(kind, rule) : -Infinity };
}

/** Under the least of what its rungs need, a tally enters none of them. */
function floorOf({ tally, splitBy, fields }: Kind, { rungs }: RuleDefinition): number {
  return tally && !splitBy ? Math.min(...rungs.map(({ enter }) => leastOf(enter, fields[0]!.name))) : -Infinity;
}

/** A comparison that a falling value cannot begin to satisfy. */
function needsMore({ op, value }: Comparison): boolean {
  return op === '>' || op === '>=' || (op === '==' && value === true);
}

function streamFilter(
  stream: Kind['streams'][number],
  params: Readonly<Record<string, unknown>>,
  watch: WatchDefinition,
): StreamFilter {
  const name = params['set' in stream ? stream.set : stream.counter];
  if ('counter' in stream) return typeof name === 'string' ? { counter: name } : { nothing: true };
  if (typeof name === 'string') return { set: watch.sets[name] ?? EVERYTHING };
  return stream.set === 'of' ? { set: EVERYTHING } : { nothing: true };
}

function setInWords(name: unknown): string {
  return typeof name === 'string' ? name.replaceAll('-', ' ').replaceAll('_', ' ') : 'incidents';
}

/** An incident as plain kinds count it. */
export function counted(incident: Incident): Counted {
  return { incident, plain: { ref: incident.id, at: incident.revision.occurredFrom } };
}

/** What an incident contributes to one stream; `undefined` when nothing. */
export function contributionOf(
  { incident, plain }: Counted,
  measure: Measure,
  stream: number,
): Contribution | undefined {
  const filter = measure.streams[stream]!;
  if ('nothing' in filter) return undefined;
  const isStatement = incident.revision.kind === 'count_statement';
  if ('counter' in filter) {
    if (!isStatement || incident.revision.counter?.counter !== filter.counter) return undefined;
  } else if (!matches(filter.set, incident.facets)) return undefined;
  if (measure.kind.plain) return plain;
  const own = measure.kind.contribute(incident, measure.params, stream);
  if (!own) return undefined;
  const at = 'counter' in filter ? incident.revision.counter!.asOf : incident.revision.occurredFrom;
  return { ...own, ref: incident.id, at };
}

/** Whether incidents at rest with these facets are to be looked at for a measure: they state no counter. */
export function mayRestIn({ streams }: Measure, facets: Facets): boolean {
  return streams.some((filter) => 'set' in filter && matches(filter.set, facets));
}

/** As `contributionOf`, of an incident at rest; a plain kind does not need its report. */
export function contributionAtRest(
  resting: RestingIncident,
  measure: Measure,
  stream: number,
): Contribution | undefined {
  const filter = measure.streams[stream]!;
  if (!('set' in filter) || !matches(filter.set, resting.facets)) return undefined;
  if (measure.kind.plain) return { ref: resting.id, at: resting.occurredFrom };
  return contributionOf(counted(resting.read()), measure, stream);
}
