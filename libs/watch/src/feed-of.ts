import type { Definition } from './definition.js';

/** The feed of datasets that no feed lists. */
export const OTHER_FEED = 'other';

/** The feed that lists the dataset, else `other`. */
export function feedOf(feeds: Definition['feeds'], dataset: string): string {
  return feeds.find((feed) => feed.datasets.includes(dataset))?.name ?? OTHER_FEED;
}
