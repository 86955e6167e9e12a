import type { Facet } from '@barometer/incident';
import type { Duration } from '@barometer/time';

/** How a field is compared with a value. */
export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** `field op value`; a bare boolean field is `field == true`; days are compared in days. */
export interface Comparison {
  readonly field: string;
  readonly op: Operator;
  readonly value: number | boolean;
}

/** Comparisons joined by `and`, with the text as the operator wrote it (spaces normalised). */
export interface Condition {
  readonly text: string;
  readonly all: readonly Comparison[];
}

/** One rung: entered when `enter` holds for `hold`, left when `leave` stopped holding for `release`. */
export interface Rung {
  readonly level: string;
  readonly enter: Condition;
  /** What must go on holding; equals `enter` unless the operator says otherwise. */
  readonly leave: Condition;
}

/** What a rule measures: the kind's name and parameters, and how incidents are grouped into series. */
export interface ReadingDefinition {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Facets, or `incident` for one series an incident; empty for the single series `all`. */
  readonly by: readonly (Facet | 'incident')[];
}

/** A reading with thresholds; every default written out. */
export interface RuleDefinition {
  readonly name: string;
  /** May hold `{country}` and other facets of the series. */
  readonly title: string;
  readonly reading: ReadingDefinition;
  /** Lowest first. */
  readonly rungs: readonly Rung[];
  readonly hold: Duration;
  readonly release: Duration;
  /** `updated` when a told field moved by this share since it was last told; absent: never. */
  readonly update?: { readonly change: number };
  /** Easing news is green and never pages. */
  readonly tone: 'alarm' | 'easing';
}
