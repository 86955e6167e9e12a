import { DAY, HOUR, MINUTE, iso, type Duration, type Instant } from '@barometer/time';
import type { Episode } from './episodes.js';

/** An alert that one config makes and the other does not, or makes otherwise. */
export interface Difference {
  readonly change: 'added' | 'removed' | 'moved';
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
  /** By the old config, by the new. */
  readonly before: Side | null;
  readonly after: Side | null;
  /** In words: `raised 2 days earlier`, `high instead of elevated`. */
  readonly words: readonly string[];
}

/** How an alert stood under one of the two configs: its highest level, and from when to when, ISO 8601. */
export interface Side {
  readonly level: string;
  readonly from: string;
  /** `null` while open. */
  readonly to: string | null;
}

/** Alerts of two configs side by side: the same watch, rule and series at overlapping times are one alert. */
export function compareEpisodes(before: readonly Episode[], after: readonly Episode[]): Difference[] {
  const left = new Set(before);
  const found: { at: Instant; difference: Difference }[] = [];
  for (const now of after) {
    const was = [...left].find((one) => isSame(one, now));
    if (was) left.delete(was);
    const difference = differ(was, now);
    if (difference) found.push({ at: now.from, difference });
  }
  const removed = [...left].map((was) => ({ at: was.from, difference: differ(was, undefined)! }));
  return [...removed, ...found].sort((a, b) => a.at - b.at).map(({ difference }) => difference);
}

function isSame(a: Episode, b: Episode): boolean {
  const named = a.watch === b.watch && a.rule === b.rule && a.series === b.series;
  return named && a.from <= b.to && b.from <= a.to;
}

function differ(was: Episode | undefined, now: Episode | undefined): Difference | undefined {
  const { watch, rule, series } = (now ?? was)!;
  const head = { watch, rule, series, before: sideOf(was), after: sideOf(now) };
  if (!was) return { change: 'added', ...head, words: [] };
  if (!now) return { change: 'removed', ...head, words: [] };
  const words = [
    ...(was.level === now.level ? [] : [`${now.level} instead of ${was.level}`]),
    ...moved('raised', was.from, now.from),
    ...moved('ended', was.to, now.to),
  ];
  return words.length === 0 ? undefined : { change: 'moved', ...head, words };
}

function moved(what: string, was: Instant, now: Instant): string[] {
  if (was === now) return [];
  if (now === Infinity) return ['still open'];
  if (was === Infinity) return ['no longer open'];
  return [`${what} ${long(Math.abs(now - was))} ${now < was ? 'earlier' : 'later'}`];
}

function sideOf(episode: Episode | undefined): Side | null {
  if (!episode) return null;
  const { level, from, to } = episode;
  return { level, from: iso(from), to: to === Infinity ? null : iso(to) };
}

/** `2.5 days`, `3 h`, `1 min`: long enough to see what moved. */
function long(duration: Duration): string {
  const rounded = (unit: Duration) => Number((duration / unit).toFixed(1));
  if (duration >= DAY) return `${rounded(DAY)} ${rounded(DAY) === 1 ? 'day' : 'days'}`;
  return duration >= HOUR ? `${rounded(HOUR)} h` : `${rounded(MINUTE)} min`;
}
