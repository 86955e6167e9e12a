import type { RuleDefinition } from '@barometer/alert';
import type { ChartBand, ChartData, ChartDot, ChartPoint, ChartThreshold } from '@barometer/chart';
import type { DeskView } from '@barometer/desk';
import { isActorFacet, type Incident } from '@barometer/incident';
import { kindOf } from '@barometer/indicator';
import { DAY, Spans, type Instant, type Span } from '@barometer/time';
import type { WatchDefinition } from '@barometer/watch';
import type { AsKnown } from './as-known.js';
import type { Room } from './room.js';
import { sayDate, sayWord } from './say.js';

/** Which series to draw, back from when. */
export interface ChartAsk {
  readonly watch: WatchDefinition;
  readonly rule: RuleDefinition;
  readonly series: string;
  readonly days: number;
}

const SAMPLES = 150;
const MOST_DOTS = 250;

/** A series over the last `days`, with thresholds on its value, the levels its alerts stood at, incidents and uncovered time. */
export function chartData(room: Room, known: AsKnown, ask: ChartAsk): ChartData {
  const { watch, rule, series } = ask;
  const to = known.at;
  const from = to - ask.days * DAY;
  const field = kindOf(rule.reading.kind)?.fields[0];
  return {
    title: titleOf(room, known.desk, rule, series),
    unit: field ? sayWord(field.unit || field.name) : '',
    from,
    to,
    points: points(known.desk, ask, { from, to }),
    thresholds: field ? thresholds(rule, field.name) : [],
    bands: bands(room, known, ask, { from, to }),
    dots: known.desk.incidentsOf(watch.name, rule.name, series, from, to).slice(-MOST_DOTS).map(dot),
    uncovered: uncovered(known.desk, watch, { from, to }),
    tone: rule.tone,
    ...(known.desk.definition ? { ladder: known.desk.definition.ladder } : {}),
  };
}

function points(desk: DeskView, { watch, rule, series }: ChartAsk, { from, to }: Span): ChartPoint[] {
  const found: ChartPoint[] = [];
  for (let i = 0; i <= SAMPLES; i += 1) {
    const at = Math.round(from + ((to - from) * i) / SAMPLES);
    const reading = desk.read(watch.name, rule.name, series, at);
    if (reading?.known && Number.isFinite(reading.value)) found.push({ at, value: reading.value });
  }
  return found;
}

function thresholds(rule: RuleDefinition, field: string): ChartThreshold[] {
  return rule.rungs.flatMap(({ level, enter }) =>
    enter.all.flatMap((comparison) =>
      comparison.field === field && typeof comparison.value === 'number'
        ? [{ level, value: comparison.value, label: enter.text }]
        : [],
    ),
  );
}

function bands(room: Room, known: AsKnown, { watch, rule, series }: ChartAsk, { from, to }: Span): ChartBand[] {
  const transitions = room.alerts.ofSeries({ watch: watch.name, rule: rule.name, series }, known.at);
  const found: ChartBand[] = [];
  for (const [index, { level, at }] of transitions.entries()) {
    const next = transitions[index + 1];
    const start = Math.max(from, Date.parse(at));
    const end = Math.min(to, next ? Date.parse(next.at) : to);
    if (level !== null && start < end) found.push({ from: start, to: end, level });
  }
  return found;
}

function dot(incident: Incident): ChartDot {
  const { revision } = incident;
  const href = sourcesOf(incident)[0];
  const place = revision.site?.name ?? revision.location?.place ?? revision.location?.country;
  const label = [sayDate(revision.occurredFrom), sayWord(revision.kind), place, revision.recordId]
    .filter(Boolean)
    .join(', ');
  return { at: revision.occurredFrom, label, ...(href === undefined ? {} : { href }) };
}

/** Every http(s) source of an incident, each once. */
export function sourcesOf(incident: Incident): readonly string[] {
  const revisions = [incident.revision, ...incident.linked];
  const urls = revisions.flatMap((revision) => [
    ...revision.provenance.map(({ url }) => url),
    ...revision.casualties.map(({ url }) => url),
  ]);
  return [...new Set(urls)].filter((url): url is string => url !== undefined && /^https?:\/\//i.test(url));
}

function uncovered(desk: DeskView, watch: WatchDefinition, span: Span): readonly Span[] {
  const feeds = (desk.definition?.feeds ?? []).filter(
    ({ name }) => watch.feeds.length === 0 || watch.feeds.includes(name),
  );
  const declared = feeds.flatMap(({ covers }) => covers ?? []);
  // Feeds that declare nothing speak for the time they were alive, which only the desk's reading knows.
  if (
    declared.length === 0 ||
    feeds.some(({ covers, silentAfter }) => covers === undefined && silentAfter !== undefined)
  )
    return [];
  return gaps(Spans.of(declared).clip(span.from, span.to), span);
}

function gaps(covered: Iterable<Span>, { from, to }: Span): readonly Span[] {
  const found: Span[] = [];
  let at: Instant = from;
  for (const span of covered) {
    if (span.from > at) found.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  if (at < to) found.push({ from: at, to });
  return found;
}

/** A series' name for people: an incident's without its dataset. */
export function sayName(series: string): string {
  return series.replace(/(^|,)incident=(?:[^,/]*\/)?/, '$1');
}

/** A rule's title with the series' values filled in, countries by name. */
export function titleOf(room: Room, desk: DeskView, rule: RuleDefinition, series: string): string {
  const names = room.names(desk.definition);
  const values = valuesOf(series);
  return rule.title.replace(/\{(\w+)\}/g, (_, facet: string) => {
    const value = values.get(facet);
    if (value === undefined || value === 'none') return 'no ' + facet;
    if (facet === 'country') return names.countryName(value);
    if (facet === 'site') return names.siteName(value);
    return isActorFacet(facet) ? names.actorName(value) : sayWord(value);
  });
}

function valuesOf(series: string): ReadonlyMap<string, string> {
  const pairs = series
    .split(',')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return new Map(pairs);
}

const LOOKED_AT = 40;

/** The series worth drawing first: one with an open alert, the highest; else the one with the greatest value. */
export function mostTelling(desk: DeskView, watch: string, rule: string): string | undefined {
  const ladder = desk.definition?.ladder ?? [];
  const open = desk.open().filter((alert) => alert.watch === watch && alert.rule === rule);
  open.sort((a, b) => ladder.indexOf(b.level) - ladder.indexOf(a.level) || (a.last.at < b.last.at ? 1 : -1));
  if (open[0]) return open[0].series;
  let best: { series: string; value: number } | undefined;
  for (const series of desk.series(watch, rule).slice(-LOOKED_AT)) {
    const value = desk.read(watch, rule, series)?.value ?? 0;
    if (!best || value > best.value) best = { series, value };
  }
  return best?.series;
}
