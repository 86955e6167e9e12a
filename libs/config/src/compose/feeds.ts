import { Spans, parseDays, type Span } from '@barometer/time';
import type { FeedDefinition } from '@barometer/watch';
import { listOf, sorted } from './lists.js';
import type { Path } from '../problems/locate.js';
import type { Report } from '../problems/report.js';
import type { RawFeeds } from '../schema/feeds.js';

/** The feed of every report whose dataset no feed lists. */
export const OTHER = 'other';

/** The feeds by name, with the built-in feed `other` among them. */
export function composeFeeds(raw: RawFeeds, report: Report): readonly FeedDefinition[] {
  const owners = new Map<string, string>();
  if (OTHER in raw) {
    report.error(
      ['feeds', OTHER],
      'the feed "other" is built in: it takes the reports of every dataset that no feed lists',
      { part: 'key' },
    );
  }
  const feeds = Object.entries(raw).map(([name, feed]): FeedDefinition => {
    feed.datasets.forEach((dataset, index) => claim(dataset, name, ['feeds', name, 'datasets', index], owners, report));
    const covers = feed.covers === undefined ? undefined : spansOf(feed.covers, ['feeds', name, 'covers'], report);
    return {
      name,
      datasets: sorted(feed.datasets),
      coverage: feed.coverage ?? 'partial',
      ...(covers === undefined ? {} : { covers }),
      ...(feed.silentAfter === undefined ? {} : { silentAfter: feed.silentAfter }),
    };
  });
  return [...feeds, { name: OTHER, datasets: [], coverage: 'partial' as const }].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

function claim(dataset: string, feed: string, path: Path, owners: Map<string, string>, report: Report): void {
  const owner = owners.get(dataset);
  if (owner !== undefined) report.error(path, `the dataset "${dataset}" belongs to the feed "${owner}" already`);
  else owners.set(dataset, feed);
}

function spansOf(given: string | readonly string[], path: Path, report: Report): readonly Span[] {
  const isList = Array.isArray(given);
  const spans = listOf(given).flatMap((text, index) => {
    try {
      return [parseDays(text)];
    } catch (error) {
      report.error(isList ? [...path, index] : path, (error as Error).message);
      return [];
    }
  });
  return Spans.of(spans).all;
}
