import type { FeedState, Total, Transition } from '@barometer/alert';
import { clean } from '../message/clean.js';
import { day } from '../words/dates.js';
import { reporterName, type Names } from '../words/names.js';
import { qualified } from '../words/numbers.js';

/** Published running totals: `Pentagon total about 165 on 29 Jan (66 Iraq, 98 Syria, 1 Jordan), 140 on 18 Jan.` */
export function contextLines({ context, at }: Transition, names: Names): string[] {
  return context
    .slice(0, 4)
    .map((total) => `${clean(reporterName(total.counter, names), 60)} total ${totalWords(total, at, names)}.`);
}

function totalWords(total: Total, now: string, names: Names): string {
  const { before } = total;
  const split = Object.entries(total.byCountry ?? {}).map(([code, count]) => `${count} ${names.countryName(code)}`);
  const parts = split.length === 0 ? '' : ` (${split.slice(0, 8).join(', ')})`;
  const earlier = before ? `, ${qualified(before.total, before.qualifier)} on ${day(before.asOf, now)}` : '';
  return `${qualified(total.total, total.qualifier)} on ${day(total.asOf, now)}${parts}${earlier}`;
}

/** Whether the feeds behind it are alive and how much they cover. */
export function blindLines({ coverage, incomplete, at }: Transition): string[] {
  return [...lossLines(incomplete, at), ...feedLines(coverage, at)];
}

function lossLines(incomplete: Transition['incomplete'], now: string): string[] {
  if (!incomplete) return [];
  const { before, until } = incomplete;
  return [
    `HISTORY LOST: nothing reported before ${day(before, now)} is known here; figures may be low until ${day(until, now)}.`,
  ];
}

function feedLines(coverage: Transition['coverage'], at: string): string[] {
  if (coverage.length === 0) return ['No feed is named for this watch.'];
  return coverage.slice(0, 6).map((feed) => feedWords(feed, at, coverage.length > 1));
}

function feedWords(feed: FeedState, now: string, named: boolean): string {
  const name = named ? `Feed ${clean(feed.feed, 40)}` : 'Feed';
  const since = feed.since === undefined ? '' : ` since ${day(feed.since, now)}`;
  if (feed.state === 'silent') return `${name} SILENT${since}: quiet here may be blindness.`;
  if (feed.state === 'unseen') return `${name} not seen yet.`;
  return `${name} ${feed.state}, ${feed.coverage}${itemisedWords(feed, now)}.`;
}

function itemisedWords({ itemised }: FeedState, now: string): string {
  if (!itemised) return '';
  const { count, since } = itemised;
  return `: ${count} ${count === 1 ? 'incident' : 'incidents'} itemised here since ${day(since, now)}`;
}
