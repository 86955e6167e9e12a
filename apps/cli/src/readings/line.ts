import type { FeedState, JsonFields } from '@barometer/alert';
import type { DeskView } from '@barometer/desk';
import { refOf } from '@barometer/incident';
import { kindOf, type Contributor, type Reading } from '@barometer/indicator';
import { iso, type Instant } from '@barometer/time';
import { toJsonFields } from '@barometer/watch';
import type { Chosen } from '../choose.js';

/** An incident's share in a reading, by the revision known then. */
export interface ContributorLine {
  /** `fr-057.4`. */
  readonly ref: string;
  readonly at: string;
  readonly weight: number;
  readonly as?: string;
}

/** One reading: a line of `readings`. */
export interface ReadingLine {
  readonly v: 1;
  readonly at: string;
  /** What was known then went into it. */
  readonly knownAt: string;
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
  /** False where no reading can be given; `why` says so. */
  readonly known: boolean;
  readonly why?: string;
  readonly value: number;
  readonly fields: JsonFields;
  readonly baseline: { readonly k: number; readonly days: number; readonly from: string; readonly to: string } | null;
  /** The watch's feeds as they stood at `knownAt`. */
  readonly coverage: readonly FeedState[];
  readonly provisional: boolean;
  readonly contributors: readonly ContributorLine[];
  /** The reading in one clause. */
  readonly words: string;
}

/** The reading of one series at an instant, as the desk knows it; `bare` leaves the contributors out. */
export function readingLine(
  desk: DeskView,
  { bare = false, ...chosen }: Chosen & { readonly bare?: boolean },
  series: string,
  at: Instant,
): ReadingLine {
  const { watch, rule } = chosen;
  const reading = desk.read(watch.name, rule.name, series, at);
  const head = { v: 1, at: iso(at), knownAt: iso(desk.now), watch: watch.name, rule: rule.name, series } as const;
  const coverage = feedsOf(desk, watch.feeds);
  if (!reading) {
    const why = 'no report known then bears on this series';
    const blank = { known: false, why, value: 0, fields: {}, baseline: null, provisional: true };
    return { ...head, ...blank, coverage, contributors: [], words: why };
  }
  return {
    ...head,
    known: reading.known,
    ...(reading.why === undefined ? {} : { why: reading.why }),
    value: reading.value,
    fields: toJsonFields(reading.fields),
    baseline: baselineOf(reading),
    coverage,
    provisional: reading.provisional,
    contributors: bare ? [] : contributorLines(desk, desk.contributors(watch.name, rule.name, series, at)),
    words: wordsOf(chosen, { series, reading, at }),
  };
}

/** Contributors by the revision of their incident as known. */
export function contributorLines(desk: DeskView, contributors: readonly Contributor[]): ContributorLine[] {
  return contributors.map(({ ref, at, weight, as }) => {
    const incident = desk.incident(ref);
    const shown = incident ? refOf(incident.revision) : ref;
    return { ref: shown, at: iso(at), weight, ...(as === undefined ? {} : { as }) };
  });
}

/** The reading as its kind says it. */
export function wordsOf(
  { rule }: Chosen,
  { series, reading, at }: { readonly series: string; readonly reading: Reading; readonly at: Instant },
): string {
  if (!reading.known) return reading.why ?? 'no reading';
  const { kind, params } = rule.reading;
  const of = String(params['of'] ?? '').replaceAll('-', ' ');
  const fields = { key: keyOf(series, params['field']), ...reading.fields };
  return kindOf(kind)?.say({ ...reading, fields, at, params, of }) ?? String(reading.value);
}

/** The value that a series split by a field stands for. */
function keyOf(series: string, field: unknown): string {
  const pair = series.split(',').find((one) => one.startsWith(`${String(field)}=`));
  return pair === undefined ? '' : pair.slice(pair.indexOf('=') + 1);
}

/** The feeds a watch takes, those left out that never spoke and that no config names. */
export function feedsOf(desk: DeskView, feeds: readonly string[]): readonly FeedState[] {
  const named = new Set(desk.definition?.feeds.filter(({ datasets }) => datasets.length > 0).map(({ name }) => name));
  return desk
    .feeds()
    .filter(
      ({ feed, state }) => (feeds.length === 0 || feeds.includes(feed)) && (state !== 'unseen' || named.has(feed)),
    )
    .map(({ feed, state, coverage, since }) => ({ feed, state, coverage, ...(since === undefined ? {} : { since }) }));
}

function baselineOf({ baseline }: Reading): ReadingLine['baseline'] {
  return baseline ? { ...baseline, from: iso(baseline.from), to: iso(baseline.to) } : null;
}
