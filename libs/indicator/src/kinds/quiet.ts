import { DAY, endOfDay, HOUR, type Instant } from '@barometer/time';
import { baselineOf, SHORT_BASELINE } from '../edges.js';
import type { Contribution, ReadContext } from '../kind.js';
import type { Baseline, Reading } from '../reading.js';
import type { Timeline } from '../timeline/timeline.js';
import type { LullParams } from './lull.js';

const FINE = 30 * DAY;

/** Quiet that is known, and what shows it. */
export interface Quiet {
  /** Days. */
  readonly gap: number;
  readonly baseline: Baseline;
  readonly by: 'feeds' | 'counter';
  /** The last incident, or the first statement of the total; and how far the quiet is known. */
  readonly starts: Instant;
  readonly ends: Instant;
  /** The last incident, or the statements, latest first. */
  readonly shows: readonly Contribution[];
  readonly after?: Contribution | undefined;
  readonly provisional: boolean;
  readonly until: Instant;
}

interface Streams {
  readonly of: Timeline;
  readonly after: Timeline;
  readonly statements: Timeline;
}

type Known = Omit<Quiet, 'after' | 'until'> & { readonly changes: Instant };

/** The quiet that feeds of full coverage show, else the counter; a reading where there is none to speak of. */
export function readQuiet(
  streams: Streams,
  params: LullParams,
  context: ReadContext,
): (Quiet & Pick<Reading, 'from'>) | Reading {
  const { at, coverage } = context;
  const next = nextEntry(streams, at);
  const after = streams.after.at(streams.after.rank(at) - 1);
  const over = after ? after.at + params.within : -Infinity;
  if (params.after !== undefined && over <= at)
    return noLull({ until: next, from: at - params.within + 1 }, `no ${params.after} within the time set`);
  const until = Math.min(next, coverage.nextEdge(at), params.after === undefined ? Infinity : over);
  const last = streams.of.at(streams.of.rank(at) - 1);
  const known =
    last && coverage.full(last.at - 1, at)
      ? byFeeds(streams.of, last, params, context)
      : byCounter(streams, params, at);
  if (typeof known === 'string')
    return params.counter === undefined ? blind(until, at, known) : noLull({ until, from: at }, known);
  const { changes, ...quiet } = known;
  const told = params.after === undefined ? undefined : after;
  return {
    ...quiet,
    after: told,
    until: Math.min(until, changes),
    from: Math.min(quiet.starts, quiet.baseline.from, told?.at ?? Infinity),
  };
}

/** The reading where quiet is known not to be, or not to matter. */
function noLull(when: Pick<Reading, 'until' | 'from'>, why: string): Reading {
  const { until, from } = when;
  return { known: true, why, value: 0, fields: { gap: 0, p: 1 }, provisional: false, until, from };
}

function blind(until: Instant, at: Instant, why: string): Reading {
  return { known: false, why, value: 0, fields: {}, provisional: true, until, from: at };
}

function byFeeds(
  of: Timeline,
  last: Contribution,
  { baseline: length }: LullParams,
  { at, coverage }: ReadContext,
): Known | string {
  const baseline = baselineOf(of, coverage, last.at - length, last.at);
  if (baseline.days === 0) return 'no covered time before the last incident';
  const step = at - last.at < FINE ? HOUR : DAY;
  const changes = last.at + (Math.floor((at - last.at) / step) + 1) * step;
  const gap = (at - last.at) / DAY;
  return {
    gap,
    baseline,
    by: 'feeds',
    starts: last.at,
    ends: at,
    shows: [last],
    provisional: baseline.days < SHORT_BASELINE,
    changes,
  };
}

function byCounter({ of, statements }: Streams, { counter }: LullParams, at: Instant): Known | string {
  if (counter === undefined) return 'no feed of full coverage was alive through the whole gap';
  const shows = unchanged(statements, at);
  const [latest, first] = [shows[0], shows.at(-1)];
  if (!latest || !first || latest.at === first.at)
    return 'no two successive statements of the counter with equal, exact totals';
  if (of.count(endOfDay(first.at), at) > 0) return 'an incident on a later day than the first statement ended it';
  const { total: k, since } = first.statement!;
  const baseline = { k, days: (first.at - since) / DAY, from: since, to: first.at };
  if (baseline.days <= 0) return 'the counter begins with its first statement';
  return {
    gap: (latest.at - first.at) / DAY,
    baseline,
    by: 'counter',
    starts: first.at,
    ends: latest.at,
    shows,
    provisional: false,
    changes: Infinity,
  };
}

/** The last statements up to the instant that give one exact total since one day, latest first. */
function unchanged(statements: Timeline, at: Instant): Contribution[] {
  const shows: Contribution[] = [];
  for (let place = statements.rank(at) - 1; place >= 0; place--) {
    const each = statements.at(place)!;
    const latest = shows[0] ?? each;
    const { total, since, qualifier } = each.statement!;
    if (qualifier !== 'exact' || total !== latest.statement!.total || since !== latest.statement!.since) break;
    shows.push(each);
  }
  return shows;
}

function nextEntry({ of, after, statements }: Streams, at: Instant): Instant {
  let next = Infinity;
  for (const timeline of [of, after, statements]) next = Math.min(next, timeline.at(timeline.rank(at))?.at ?? Infinity);
  return next;
}
