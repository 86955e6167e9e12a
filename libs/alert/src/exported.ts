import { kindOf } from '@barometer/indicator';
import type { RuleDefinition } from './rule.js';
import type { Transition } from './transition.js';

/** Facets whose values come from a closed list: only they may become labels of a metric. */
const CLOSED: ReadonlySet<string> = new Set(['country', 'kind', 'tactic', 'driver']);

/** A number that a rung compares a field with. */
export interface Threshold {
  readonly level: string;
  readonly field: string;
  readonly value: number;
}

/** The keys of a rule's series names, in name order: what it groups by, and what its kind splits by. */
export function seriesKeys({ reading }: RuleDefinition): string[] {
  const split = kindOf(reading.kind)?.splitBy?.(reading.params);
  return [...reading.by, ...(split === undefined ? [] : [split])].sort();
}

/** Whether a rule's series are so few, whatever is reported, that each may be a series of a metric. */
export function hasClosedSeries(rule: RuleDefinition): boolean {
  return seriesKeys(rule).every((key) => CLOSED.has(key));
}

/** The numbers a rule's rungs compare its fields with, lowest rung first; yes and no are left out. */
export function thresholdsOf({ rungs }: RuleDefinition): readonly Threshold[] {
  return rungs.flatMap(({ level, enter }) =>
    enter.all.flatMap(({ field, value }) => (typeof value === 'number' ? [{ level, field, value }] : [])),
  );
}

/** The metric that says when the last transition of its kind came out, in seconds since 1970: marks on a chart. */
export const TRANSITION_METRIC = 'barometer_transition_timestamp_seconds';

/** Its labels for a transition; `level` is the one reached, or left. */
export function transitionLabels(
  transition: Transition,
): Readonly<Record<'watch' | 'rule' | 'transition' | 'level', string>> {
  const { watch, rule, level, previous } = transition;
  return { watch, rule, transition: transition.transition, level: level ?? previous ?? '' };
}
