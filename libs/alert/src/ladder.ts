import type { Reading } from '@barometer/indicator';
import type { Duration, Instant } from '@barometer/time';
import type { RuleDefinition } from './rule.js';
import { holds } from './threshold.js';

/**
 * One rung's state. Off, `since` is when its condition began to hold; on, when it stopped; `Infinity` when neither is pending.
 */
export interface Latch {
  on: boolean;
  since: Instant;
}

/** The rungs of one series, lowest first. */
export type Ladder = Latch[];

/** How the ladder is to look at a reading. */
export interface Look {
  readonly at: Instant;
  /** A feed is silent: nothing is released but what a changed series with no release time ends at once. */
  readonly frozen: boolean;
  /** The series' own contributions changed at this instant. */
  readonly changed: boolean;
}

/** A ladder with every rung off. */
export function newLadder(rule: RuleDefinition): Ladder {
  return rule.rungs.map(() => ({ on: false, since: Infinity }));
}

/** Index of the highest rung that is on; -1 for none. */
export function levelOf(ladder: Ladder): number {
  for (let i = ladder.length - 1; i >= 0; i--) if (ladder[i]!.on) return i;
  return -1;
}

/** The level a reading alone would give, without hold or release; -1 for none. */
export function judge(rule: RuleDefinition, reading: Reading): number {
  if (!reading.known) return -1;
  for (let i = rule.rungs.length - 1; i >= 0; i--) if (holds(rule.rungs[i]!.enter, reading.fields)) return i;
  return -1;
}

/** Moves every rung by the reading; an unknown reading moves none. */
export function climb(ladder: Ladder, rule: RuleDefinition, reading: Reading, look: Look): void {
  if (!reading.known) return;
  for (let i = 0; i < ladder.length; i++) {
    const latch = ladder[i]!;
    const rung = rule.rungs[i]!;
    if (latch.on) fall(latch, holds(rung.leave, reading.fields), rule.release, look);
    else rise(latch, holds(rung.enter, reading.fields), rule.hold, look.at);
  }
}

function rise(latch: Latch, over: boolean, hold: Duration, at: Instant): void {
  if (!over) {
    latch.since = Infinity;
    return;
  }
  if (latch.since === Infinity) latch.since = at;
  if (at - latch.since >= hold) set(latch, true);
}

function fall(latch: Latch, stays: boolean, release: Duration, look: Look): void {
  if (stays) {
    latch.since = Infinity;
    return;
  }
  if (latch.since === Infinity) latch.since = look.at;
  const endsAtOnce = release === 0 && look.changed;
  if (look.frozen && !endsAtOnce) return;
  if (look.at - latch.since >= release) set(latch, false);
}

function set(latch: Latch, on: boolean): void {
  latch.on = on;
  latch.since = Infinity;
}

/** Sets every rung by the level alone: after a correction or a change of the rule. */
export function reset(ladder: Ladder, level: number): void {
  for (let i = 0; i < ladder.length; i++) set(ladder[i]!, i <= level);
}

/** When a pending hold or release ends; `Infinity` if none is pending. */
export function ladderDue(ladder: Ladder, rule: RuleDefinition, frozen: boolean): Instant {
  let due = Infinity;
  for (const latch of ladder) {
    if (latch.since === Infinity || (latch.on && frozen)) continue;
    due = Math.min(due, latch.since + (latch.on ? rule.release : rule.hold));
  }
  return due;
}

/** Restarts paused releases: time from `from` to `to`, when a feed was silent, does not count. */
export function thaw(ladder: Ladder, from: Instant, to: Instant): void {
  for (const latch of ladder) {
    if (latch.on && latch.since !== Infinity) latch.since += to - Math.max(from, latch.since);
  }
}

/** True when every rung is off and none is pending. */
export function atRest(ladder: Ladder): boolean {
  return ladder.every((latch) => !latch.on && latch.since === Infinity);
}
