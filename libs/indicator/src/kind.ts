import type { CountStatement, Facet, Incident, ResolvedCasualties } from '@barometer/incident';
import type { Instant } from '@barometer/time';
import type { z } from 'zod';
import type { Coverage } from './coverage.js';
import type { Baseline, Contributor, Fields, Reading } from './reading.js';
import type { Timeline } from './timeline/timeline.js';

/** One incident's entry in a series' timeline; which optional fields are set depends on the kind. */
export interface Contribution {
  /** Incident id, unique within a timeline. */
  readonly ref: string;
  /** When it occurred. */
  readonly at: Instant;
  /** The number a kind measures (`record`: munitions launched). */
  readonly value?: number;
  /** What `Timeline.keyed` finds it by: the values of the field that `novelty` looks at, the ids that `exchange` links to. */
  readonly keys?: readonly string[];
  readonly casualties?: ResolvedCasualties;
  /** Incident ids responded to, and the ids this incident is known by (`exchange`). */
  readonly responds?: readonly string[];
  readonly members?: readonly string[];
  /** `lull`: a statement of the published counter. */
  readonly statement?: CountStatement;
}

/** Where a stream's incidents come from: the set a parameter names, or the statements of the counter it names. */
export type StreamSpec = { readonly set: string } | { readonly counter: string };

export interface FieldSpec {
  readonly name: string;
  readonly type: 'number' | 'boolean' | 'days' | 'probability';
  readonly unit: string;
  /** One sentence for docs and editors. */
  readonly about: string;
}

export interface ReadContext {
  readonly at: Instant;
  readonly coverage: Coverage;
  /** For a kind that splits its group by field value (`novelty`): the value this series stands for. */
  readonly key?: string;
}

/** What a kind needs to phrase a reading; times are shown as dates, UTC. */
export interface Said {
  readonly value: number;
  readonly fields: Fields;
  readonly baseline?: Baseline;
  readonly provisional: boolean;
  readonly at: Instant;
  /** Parameters as in the definition, durations in milliseconds. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What is counted, in words: the set's name with spaces, e.g. `attacks on us`. */
  readonly of: string;
}

/** A kind of reading: pure functions of timelines, parameters and an instant. */
export interface Kind<P = unknown> {
  readonly name: string;
  /** One sentence for docs and editors. */
  readonly about: string;
  /** Parameters as an operator writes them (durations as `7d`), parsed to milliseconds with every default written out. */
  readonly params: z.ZodType<P>;
  /** Fields that conditions may compare; the first is the value. */
  readonly fields: readonly FieldSpec[];
  /** One timeline a stream, in this order; a stream whose parameter is absent stays empty. */
  readonly streams: readonly StreamSpec[];
  /** Fields whose move by `update.change` makes an `updated` transition. */
  readonly told: readonly string[];
  /** Default release; 24 h unless the kind says 0. */
  readonly release: number;
  /** True where a contribution holds nothing but ref and time: rules over the same set and groups then share timelines. */
  readonly plain?: boolean;
  /** True where, without new input, a reading can only fall away from its thresholds: a series at rest then needs no due time. */
  readonly falls?: boolean;
  /** The facet a group is split by into series, e.g. novelty's `field`. */
  splitBy?(params: P): Facet | undefined;
  /** The incident's contribution without ref and time, or `undefined` when it has none. */
  contribute(incident: Incident, params: P, stream: number): Partial<Contribution> | undefined;
  read(timelines: readonly Timeline[], params: P, context: ReadContext): Reading;
  /** The value alone, where a reading is always known and its value is all that conditions can compare: the same as `read` gives, for less. */
  tally?(timelines: readonly Timeline[], params: P, at: Instant): number;
  /** Ranked contributors of the reading; only called when a transition or a question needs them. */
  evidence(timelines: readonly Timeline[], params: P, context: ReadContext): readonly Contributor[];
  /** The reading in one clause, frequencies in words: `3 attacks in 7 days, usually 0.0 a week`. */
  say(said: Said): string;
  /** Exact figures for below the fold: `p = 0.00012, x = 3, k = 0 in 90 days`. */
  sayExactly(said: Said): string;
}
