import { judge, reset, type RuleDefinition } from '@barometer/alert';
import type { Instant } from '@barometer/time';
import type { Draft } from './draft.js';
import { dueOf, move, peakOf, readSeries, settle, type Frame } from './evaluate.js';
import type { Series } from './series.js';

/** Hands an open alert of a changed rule to the series of the same name under the new one. */
export function carryOver(
  old: Series,
  oldRule: RuleDefinition,
  series: Series,
  rule: RuleDefinition,
  at: Instant,
): void {
  const episode = old.episode!;
  const level = sameRung(oldRule, episode.level, rule);
  series.episode = { ...episode, level, peak: { ...episode.peak, at, level } };
  series.last = old.last;
  series.lastAt = old.lastAt;
}

/** The rung of the same name, else the one at the same height, else the highest. */
function sameRung(oldRule: RuleDefinition, level: number, rule: RuleDefinition): number {
  const name = oldRule.rungs[level]?.level;
  const found = rule.rungs.findIndex((rung) => rung.level === name);
  return found >= 0 ? found : Math.min(level, rule.rungs.length - 1);
}

/** Looks at one series after a change of its rule: the reading now decides, without hold or release. */
export function reconsider(frame: Frame, series: Series): Draft | undefined {
  const { at } = frame.moment;
  const reading = readSeries(frame, series, at);
  const level = judge(frame.rule, reading);
  reset(series.ladder, level);
  if (series.episode && level >= 0) series.episode.peak = peakOf(reading, at, level);
  const out = settle(frame, series, reading, false, undefined);
  if (reading.known) {
    series.last = reading;
    series.lastAt = at;
  }
  series.due = dueOf(frame, series, reading);
  return out;
}

/** Resolves an open alert whose rule or watch is gone. */
export function closeAlert(frame: Frame, series: Series): Draft {
  reset(series.ladder, -1);
  const reading = readSeries(frame, series, frame.moment.at);
  series.due = Infinity;
  return move(frame, series, reading, { transition: 'resolved', level: -1, reason: 'rule changed' });
}
