import type { Transition } from '@barometer/alert';
import { parseInstant } from '@barometer/time';
import type { Draft } from './draft.js';
import { dueOf, peakOf, readSeries, settle, type Frame } from './evaluate.js';
import type { Episode, Series } from './series.js';

/**
 * Puts the alert that was told of a series in place of the one a fold without its history made up: the same id goes on,
 * and what comes out is the way from the level told to the level held. Without a told one, what is held is raised.
 */
export function adopt(frame: Frame, series: Series, told: Transition | undefined): Draft | undefined {
  const reading = readSeries(frame, series, frame.moment.at);
  const held = series.episode;
  const peak = held?.peak ?? peakOf(reading, frame.moment.at, -1);
  series.episode =
    told &&
    episodeOf(
      told,
      frame.rule.rungs.map(({ level }) => level),
      peak,
    );
  const out = settle(frame, series, reading, false, undefined);
  series.due = dueOf(frame, series, reading);
  return out;
}

function episodeOf(last: Transition, levels: readonly string[], peak: Episode['peak']): Episode {
  const { alertId, seq, value, fields } = last;
  const level = Math.max(0, levels.indexOf(last.level ?? ''));
  const told = { value, fields, at: parseInstant(last.at).at };
  return { alertId, since: parseInstant(last.since).at, seq, level, peak, told, last };
}
