import type { Reading, Contributor } from '@barometer/indicator';
import type { FeedState, Transition } from '@barometer/alert';
import type { Incident } from '@barometer/incident';
import type { Conflict } from '@barometer/register';
import type { Definition } from '@barometer/watch';
import type { Duration, Instant } from '@barometer/time';
import type { Incomplete } from './loss.js';

/** An alert as it stands. */
export interface OpenAlert {
  readonly alertId: string;
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
  readonly level: string;
  readonly since: Instant;
  readonly last: Transition;
}

/** Since when nothing is heard of a feed, and how long it may be quiet while its silence counts. */
export interface FeedSign {
  readonly feed: string;
  /** Its last sign of life; of one never heard, since when it is waited for. Absent: neither. */
  readonly last?: Instant;
  /** Absent: it names none, has ended, or is not waited for yet, so that it is not called silent. */
  readonly silentAfter?: Duration;
}

/** Why a series did or did not fire at the desk's now. */
export interface Explanation {
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
  readonly at: Instant;
  readonly reading: Reading;
  readonly level: string | null;
  readonly contributors: readonly Contributor[];
  /** Per rung: whether its condition holds, the distance in the field's unit, and the guard that holds it back. */
  readonly rungs: readonly {
    readonly level: string;
    readonly condition: string;
    readonly holds: boolean;
    readonly comparisons: readonly {
      readonly text: string;
      readonly actual: number | boolean | string;
      readonly holds: boolean;
      readonly distance?: number;
    }[];
    readonly guard?: string;
  }[];
  /** A sentence. */
  readonly words: string;
}

/** What pages, CLI and metrics may ask a folded desk; all answers are as known at its now. */
export interface DeskView {
  readonly now: Instant;
  /** True until the first live entry after `import ended`. */
  readonly history: boolean;
  readonly definition: Definition | undefined;
  readonly definitionHash: string | undefined;
  /** Set while a lost part of the journal can make a difference to readings: all of them are provisional then. */
  readonly incomplete: Incomplete | undefined;
  open(): readonly OpenAlert[];
  feeds(): readonly FeedState[];
  signs(): readonly FeedSign[];
  /** Series names of a rule that ever had a contribution, sorted. */
  series(watch: string, rule: string): readonly string[];
  /** The reading of a series at any instant up to now, from what is known now. */
  read(watch: string, rule: string, series: string, at?: Instant): Reading | undefined;
  contributors(watch: string, rule: string, series: string, at?: Instant): readonly Contributor[];
  /** Contributions of a series in (from, to]: incident dots of a chart. */
  incidentsOf(watch: string, rule: string, series: string, from: Instant, to: Instant): readonly Incident[];
  explain(watch: string, rule: string, series: string): Explanation | undefined;
  /** By our id, or by `recordId` where only one dataset has it. */
  incident(id: string): Incident | undefined;
  incidents(): Iterable<Incident>;
  /** Revision numbers that came with two contents, the first thousand: the first content in the journal holds. */
  conflicts(): readonly Conflict[];
  /** Conflicts and duplicates counted by the register. */
  readonly counts: {
    readonly revisions: number;
    readonly duplicates: number;
    readonly conflicts: number;
    readonly late: number;
  };
}
