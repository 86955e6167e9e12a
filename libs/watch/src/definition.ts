import type { RuleDefinition } from '@barometer/alert';
import type { NamesDefinition } from '@barometer/gazetteer';
import type { Facet, Grade } from '@barometer/incident';
import type { Duration, Span } from '@barometer/time';

/** Keys AND, lists OR; a value `none` matches an absent field; `not` holds where the field is absent. */
export interface Filter {
  readonly all: Readonly<Partial<Record<Facet, readonly string[]>>>;
  readonly not: Readonly<Partial<Record<Facet, readonly string[]>>>;
}

export interface FeedDefinition {
  readonly name: string;
  readonly datasets: readonly string[];
  readonly coverage: 'full' | 'partial';
  /** Declared spans, end days included; absent: the time it is alive. */
  readonly covers?: readonly Span[];
  /** Absent: never called silent. */
  readonly silentAfter?: Duration;
}

/** What an operator watches; every default written out, sets resolved by name. */
export interface WatchDefinition {
  readonly name: string;
  readonly title: string;
  readonly match: Filter;
  /** Feed names; empty means all. */
  readonly feeds: readonly string[];
  readonly rules: readonly RuleDefinition[];
  /** The named filters its rules use. */
  readonly sets: Readonly<Record<string, Filter>>;
}

/** Everything that is watched: the content of a config entry. Receivers and secrets are never in it. */
export interface Definition {
  readonly version: 1;
  /** Names of the rungs, lowest first. */
  readonly ladder: readonly string[];
  readonly timezone: string;
  readonly reporters: Readonly<Record<string, Grade>>;
  readonly names: NamesDefinition;
  readonly feeds: readonly FeedDefinition[];
  readonly watches: readonly WatchDefinition[];
}
