import type { Surroundings, Watch } from '@barometer/watch';
import { feedState } from './feeds.js';
import type { Fold } from './fold.js';

/** What a watch sees around it as the fold stands; true until a feed or the definition changes. */
export function surroundingsOf(fold: Fold, { definition }: Watch): Surroundings {
  const lives = fold.feeds.of(definition);
  const told = lives.filter(({ state, definition: feed }) => state !== 'unseen' || feed.datasets.length > 0);
  return {
    coverage: fold.feeds.coverage(definition),
    feeds: told.map(feedState),
    frozen: lives.some(({ state }) => state === 'silent'),
    lost: fold.incomplete,
    gazetteer: fold.gazetteer,
    incident: (id) => fold.register.incident(id),
    statements: (incident) => fold.statements.of(incident),
  };
}
