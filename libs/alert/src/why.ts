import type { FieldValue, Reading } from '@barometer/indicator';
import { formatDuration, iso, type Duration, type Instant } from '@barometer/time';
import type { Ladder } from './ladder.js';
import type { Comparison, Condition, RuleDefinition } from './rule.js';
import { comparisonHolds, holds } from './threshold.js';

/** One comparison of a rung held against the reading. */
export interface ComparisonWhy {
  readonly text: string;
  readonly actual: FieldValue;
  readonly holds: boolean;
  /** How far the field is from the threshold, in the field's unit; absent for booleans. */
  readonly distance?: number;
}

/** Why one rung is on or off. */
export interface RungWhy {
  readonly level: string;
  readonly condition: string;
  readonly holds: boolean;
  readonly comparisons: readonly ComparisonWhy[];
  /** What holds the rung back, or keeps it on, although its condition says otherwise. */
  readonly guard?: string;
}

/** Each rung held against the reading, lowest first, with the guard that stands between condition and level. */
export function explainRungs(
  rule: RuleDefinition,
  ladder: Ladder,
  reading: Reading,
  look: { frozen: boolean },
): RungWhy[] {
  return rule.rungs.map((rung, i) => ({
    level: rung.level,
    condition: rung.enter.text,
    holds: reading.known && holds(rung.enter, reading.fields),
    comparisons: compare(rung.enter, reading),
    guard: guardOf(rule, ladder[i]!, reading, look.frozen),
  }));
}

function compare(condition: Condition, reading: Reading): ComparisonWhy[] {
  return condition.all.map((comparison) => {
    const actual = reading.fields[comparison.field] ?? 'unknown';
    return {
      text:
        comparison.value === true && comparison.op === '=='
          ? comparison.field
          : `${comparison.field} ${comparison.op} ${comparison.value}`,
      actual,
      holds: reading.known && comparisonHolds(comparison, actual),
      distance: distance(comparison, actual),
    };
  });
}

function distance(comparison: Comparison, actual: FieldValue): number | undefined {
  if (typeof actual !== 'number' || typeof comparison.value !== 'number') return undefined;
  return Math.abs(comparison.value - actual);
}

function guardOf(rule: RuleDefinition, latch: Ladder[number], reading: Reading, frozen: boolean): string | undefined {
  if (!reading.known) return `no reading: ${reading.why ?? 'unknown'}`;
  if (latch.since === Infinity)
    return reading.fields['held'] === true ? (reading.why ?? 'held: too little history') : undefined;
  if (!latch.on) return ends('held', latch.since, rule.hold);
  return frozen ? 'kept open: a feed is silent, no release runs' : ends('kept open', latch.since, rule.release);
}

function ends(what: string, since: Instant, wait: Duration): string {
  return `${what} until ${iso(since + wait)} (${formatDuration(wait)} since ${iso(since)})`;
}
