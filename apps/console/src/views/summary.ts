import type { FeedState } from '@barometer/alert';
import type { DeskView, Incomplete, OpenAlert } from '@barometer/desk';
import type { AsKnown } from './as-known.js';
import { counted, sayDate, sayTime } from './say.js';

/** How everything stands, in one sentence and the values it is made of. */
export interface Summary {
  readonly level: string | null;
  readonly tone: 'alarm' | 'easing' | 'quiet' | 'unsure';
  readonly open: number;
  /** Absent where the store does not answer. */
  readonly undelivered: number | undefined;
  /** What stands first and large. */
  readonly head: string;
  /** The rest of the sentence. */
  readonly words: string;
}

/** Sums a desk up: `all quiet` only when every feed is alive and full, and everything is known to be read. */
export function summarise({ desk, at, behind }: AsKnown, undelivered: number | undefined): Summary {
  const open = alarms(desk);
  const [highest] = rankOpen(open, desk);
  const feeds = feedsOf(desk);
  const { incomplete } = desk;
  const blind =
    behind === true ||
    incomplete !== undefined ||
    feeds.length === 0 ||
    feeds.some((feed) => feed.state !== 'alive' || feed.coverage !== 'full');
  const rest = `as of ${sayTime(at)}; ${sayFeeds(feeds)}; ${sayNotices(undelivered)}.${incomplete ? ` ${sayLoss(incomplete)}` : ''}`;
  const base = { level: highest?.level ?? null, open: open.length, undelivered };
  if (highest) {
    return {
      ...base,
      tone: 'alarm',
      head: `${highest.level.toUpperCase()}: ${counted(open.length, 'alert')} open`,
      words: rest,
    };
  }
  if (blind || undelivered !== 0) return { ...base, tone: 'unsure', head: 'No alert open', words: rest };
  return { ...base, tone: 'quiet', head: 'All quiet', words: rest };
}

function sayNotices(undelivered: number | undefined): string {
  if (undelivered === undefined) return 'deliveries not known';
  return undelivered === 0 ? 'every notice delivered' : `${counted(undelivered, 'notice')} not delivered`;
}

/** What is missing, and until when every reading is provisional for it. */
function sayLoss({ before, until }: Incomplete): string {
  return `History lost: nothing recorded before ${sayTime(before)} is known, figures may be too low until ${sayDate(until)}.`;
}

/** Open alerts that are not good news. */
export function alarms(desk: DeskView): readonly OpenAlert[] {
  return desk.open().filter((alert) => alert.last.tone !== 'easing');
}

/** The feeds that matter: the catch-all `other` only once something came by it. */
export function feedsOf(desk: DeskView): readonly FeedState[] {
  return desk.feeds().filter(({ feed, state }) => feed !== 'other' || state !== 'unseen');
}

/** Highest level first, of equals the one that moved last. */
export function rankOpen(open: readonly OpenAlert[], desk: DeskView): readonly OpenAlert[] {
  const ladder = desk.definition?.ladder ?? [];
  return [...open].sort(
    (a, b) =>
      ladder.indexOf(b.level) - ladder.indexOf(a.level) || (a.last.at < b.last.at ? 1 : a.last.at > b.last.at ? -1 : 0),
  );
}

/** Which feeds are alive or silent since when, in words. */
export function sayFeeds(feeds: readonly FeedState[]): string {
  if (feeds.length === 0) return 'no feed configured';
  const alive = feeds.filter((feed) => feed.state === 'alive');
  const others = feeds.filter((feed) => feed.state !== 'alive').map(sayFeed);
  if (alive.length <= 3) return [...alive.map(sayFeed), ...others].join(', ');
  const partial = alive.filter((feed) => feed.coverage === 'partial').length;
  return [`${alive.length} feeds alive${partial > 0 ? ` (${partial} partial)` : ''}`, ...others].join(', ');
}

function sayFeed({ feed, state, coverage, since }: FeedState): string {
  const from = since === undefined ? '' : ` since ${sayTime(Date.parse(since)).replace(' 00:00 UTC', '')}`;
  if (state === 'alive') return `feed ${feed} alive${coverage === 'partial' ? ', partial' : ''}`;
  if (state === 'unseen') return `feed ${feed} not seen yet`;
  return `feed ${feed} ${state}${from}`;
}
