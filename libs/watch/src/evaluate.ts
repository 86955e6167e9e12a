import {
  alertId,
  climb,
  judge,
  ladderDue,
  levelOf,
  reset,
  type Reason,
  type RuleDefinition,
  type TransitionKind,
} from '@barometer/alert';
import type { Reading } from '@barometer/indicator';
import type { Instant } from '@barometer/time';
import { contextOf, draft, type Draft, type Happened, type Making } from './draft.js';
import { toldBy, type Episode, type Series } from './series.js';
import type { Moment } from './surroundings.js';

/** What changed under a series: the occurrences of contributions that came or went; none at a due instant. */
export interface Touched {
  readonly at: readonly Instant[];
  /** A contribution went, or another of the same incident took its place. */
  readonly revised: boolean;
}

/** Everything `evaluate` needs beside the series; `watchSeq` hands out the watch's numbers. */
export type Frame = Omit<Making, 'series' | 'episode' | 'reading'> & { readonly watchSeq: () => number };

/** Looks at one series at the moment: reads it, moves its ladder, and answers the transition that comes out, if one does. */
export function evaluate(frame: Frame, series: Series, touched?: Touched): Draft | undefined {
  const { moment, around } = frame;
  const reading = readSeries(frame, series, moment.at);
  const withdrawn = touched && series.episode ? correct(frame, series, reading, touched) : false;
  if (!withdrawn) {
    rememberWhyItFell(frame, series, reading, touched);
    climb(series.ladder, frame.rule, reading, { at: moment.at, frozen: around.frozen, changed: touched !== undefined });
  }
  const out = settle(frame, series, reading, withdrawn, touched);
  if (reading.known) {
    series.last = reading;
    series.lastAt = moment.at;
  }
  series.due = dueOf(frame, series, reading);
  return out;
}

/** When the series must be looked at again without input. */
export function dueOf({ rule, measure, around, moment }: Frame, series: Series, reading: Reading): Instant {
  const ladder = ladderDue(series.ladder, rule, around.frozen);
  if (measure.falls && !series.episode && ladder === Infinity && !hasFuture(series, moment.at)) return Infinity;
  return Math.min(reading.until, ladder);
}

function hasFuture(series: Series, at: Instant): boolean {
  for (const { end } of series.group.timelines) if (end > at) return true;
  return false;
}

/** Reads a series at an instant from what is known now. */
export function readSeries({ measure, around }: Frame, series: Series, at: Instant): Reading {
  return measure.kind.read(series.group.timelines, measure.params, contextOf(series, around, at));
}

/** Computes the evidence of the highest reading again where it was touched; true when the alert must stand lower. */
function correct(frame: Frame, series: Series, now: Reading, touched: Touched): boolean {
  const episode = series.episode!;
  const { peak } = episode;
  if (peak.at >= frame.moment.at || !touched.at.some((at) => at >= peak.from && at <= peak.at)) return false;
  const then = readSeries(frame, series, peak.at);
  const levelThen = judge(frame.rule, then);
  const levelNow = judge(frame.rule, now);
  const stands = Math.max(levelThen, levelNow);
  if (levelThen >= levelNow) episode.peak = peakOf(then, peak.at, levelThen);
  else episode.peak = peakOf(now, frame.moment.at, levelNow);
  if (stands >= episode.level) return false;
  reset(series.ladder, stands);
  return true;
}

/** The evidence a reading stands on, as the alert keeps it. */
export function peakOf(reading: Reading, at: Instant, level: number): Episode['peak'] {
  return { at, level, value: reading.value, from: reading.from };
}

/** Keeps why the reading went under when it first did: a release may end much later. */
function rememberWhyItFell(frame: Frame, series: Series, reading: Reading, touched: Touched | undefined): void {
  const { episode } = series;
  if (!episode || series.fell || !reading.known || judge(frame.rule, reading) >= episode.level) return;
  if (touched) series.fell = touched.revised ? 'corrected' : 'ended by an incident';
  else series.fell = 'left the window';
}

/** Brings the open alert to where the ladder stands; answers the transition, if one comes out. */
export function settle(
  frame: Frame,
  series: Series,
  reading: Reading,
  corrected: boolean,
  touched: Touched | undefined,
): Draft | undefined {
  const level = levelOf(series.ladder);
  const { episode } = series;
  if (!episode) return level < 0 ? undefined : raise(frame, series, reading, level, touched);
  if (level === episode.level) return hold(frame, series, reading);
  const transition = change(level, episode.level, corrected);
  return move(frame, series, reading, { transition, level, reason: reasonOf(frame, series, transition, corrected) });
}

function change(level: number, previous: number, corrected: boolean): TransitionKind {
  if (level > previous) return 'upgraded';
  if (level >= 0) return 'downgraded';
  return corrected ? 'withdrawn' : 'resolved';
}

/** Where not what happened but the desk itself changed, that is the reason. */
const DECIDED: Partial<Record<Moment['because'], Reason>> = { definition: 'rule changed', loss: 'history lost' };

function reasonOf({ moment }: Frame, series: Series, transition: TransitionKind, corrected: boolean): Reason {
  const given = DECIDED[moment.because];
  if (given) return given;
  if (transition === 'upgraded') return 'threshold crossed';
  if (corrected) return 'corrected';
  return series.fell ?? 'stayed below';
}

function raise(frame: Frame, series: Series, reading: Reading, level: number, touched: Touched | undefined): Draft {
  const { watch, rule, moment } = frame;
  const watchSeq = frame.watchSeq();
  const about = { watch: watch.name, rule: rule.name, series: series.name, cause: moment.cause(), watchSeq };
  const before = touched?.revised && series.last ? toldBy(series.last, series.lastAt) : undefined;
  const episode: Episode = {
    alertId: alertId(about),
    since: moment.at,
    seq: 1,
    level,
    peak: peakOf(reading, moment.at, level),
    told: toldBy(reading, moment.at),
  };
  series.episode = episode;
  const reason = DECIDED[moment.because] ?? 'threshold crossed';
  const happened: Happened = { transition: 'raised', previous: -1, level, reason, before, watchSeq };
  return draft({ ...frame, series, episode, reading }, happened);
}

function hold(frame: Frame, series: Series, reading: Reading): Draft | undefined {
  const episode = series.episode!;
  if (!reading.known || judge(frame.rule, reading) < episode.level) return undefined;
  series.fell = undefined;
  keepPeak(episode, reading, frame.moment.at);
  if (!moved(frame.rule, frame.measure.kind.told, episode, reading)) return undefined;
  return move(frame, series, reading, { transition: 'updated', level: episode.level, reason: 'figure changed' });
}

function keepPeak(episode: Episode, reading: Reading, at: Instant): void {
  const { peak } = episode;
  if (episode.level > peak.level || (episode.level === peak.level && reading.value > peak.value)) {
    episode.peak = peakOf(reading, at, episode.level);
  }
}

/** Whether a told field moved by the rule's share since it was last told; from nothing, any move counts. */
function moved(rule: RuleDefinition, told: readonly string[], episode: Episode, reading: Reading): boolean {
  if (!rule.update) return false;
  for (const field of told) {
    const now = reading.fields[field];
    const then = episode.told.fields[field] ?? 0;
    if (typeof now !== 'number' || typeof then !== 'number') continue;
    const by = Math.abs(now - then);
    if (by > 0 && by >= rule.update.change * Math.abs(then)) return true;
  }
  return false;
}

/** Moves the open alert to a level, with its evidence; `-1` ends it. */
export function move(
  frame: Frame,
  series: Series,
  reading: Reading,
  to: { transition: TransitionKind; level: number; reason: Reason },
): Draft {
  const episode = series.episode!;
  const previous = episode.level;
  const before = episode.told;
  episode.seq += 1;
  episode.level = to.level;
  const { at } = frame.moment;
  if (to.level > previous) keepPeak(episode, reading, at);
  if (reading.known) episode.told = toldBy(reading, at);
  if (to.level >= 0) series.fell = undefined;
  const happened: Happened = { ...to, previous, before, watchSeq: frame.watchSeq() };
  const out = draft({ ...frame, series, episode, reading }, happened);
  if (to.level < 0) forget(series);
  return out;
}

function forget(series: Series): void {
  series.episode = undefined;
  series.fell = undefined;
}
