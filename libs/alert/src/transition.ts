import type {
  Attribution,
  CasualtyReport,
  Claim,
  Denial,
  Kind,
  Qualifier,
  ResolvedNumber,
  Tactic,
  TimePrecision,
} from '@barometer/incident';
import type { Dated } from './dated.js';

/** What happened to an alert: `updated` moved the number alone, `withdrawn` took it back. */
export type TransitionKind = 'raised' | 'upgraded' | 'updated' | 'downgraded' | 'resolved' | 'withdrawn';

/** Why a transition happened: a closed list, shown in words by `say`. */
export type Reason =
  | 'threshold crossed'
  | 'figure changed'
  | 'left the window'
  | 'stayed below'
  | 'ended by an incident'
  | 'corrected'
  | 'rule changed'
  | 'feed silent'
  | 'feed alive'
  | 'history lost';

/** A number, boolean or text as JSON carries it: `Infinity` days are `"ever"`. */
export type JsonFields = Readonly<Record<string, number | boolean | string>>;

/** The facts of one contributing incident as known when the transition came out: a snapshot, so that a message needs nothing else. */
export interface Evidence {
  /** `fr-057.4`: what people are shown. */
  readonly ref: string;
  readonly incidentId: string;
  readonly dataset: string;
  readonly recordId: string;
  readonly revision: number;
  readonly weight: number;
  readonly as?: string;
  readonly kind: Kind;
  readonly at: string;
  readonly precision: TimePrecision;
  readonly country?: string;
  readonly place?: string;
  readonly tactics: readonly Tactic[];
  readonly perpetrators: readonly string[];
  readonly targets: readonly string[];
  readonly launched?: number;
  readonly killed?: Dated<ResolvedNumber>;
  readonly injured?: Dated<ResolvedNumber>;
  readonly reports: readonly Dated<CasualtyReport>[];
  readonly claims: readonly Dated<Claim>[];
  readonly attributions: readonly Dated<Attribution>[];
  readonly denials: readonly Dated<Denial>[];
  readonly urls: readonly string[];
  /** How many reports and datasets stand behind it. */
  readonly reportCount: number;
  readonly note?: string;
}

/** A published running total as last stated, with the one before it. */
export interface Total {
  readonly counter: string;
  readonly total: number;
  readonly qualifier: Qualifier;
  readonly asOf: string;
  readonly since: string;
  readonly byCountry?: Readonly<Record<string, number>>;
  readonly before?: { readonly total: number; readonly qualifier: Qualifier; readonly asOf: string };
}

/** One feed as it stood: alive, silent or ended, full or partial. */
export interface FeedState {
  readonly feed: string;
  readonly state: 'alive' | 'silent' | 'ended' | 'unseen';
  readonly coverage: 'full' | 'partial';
  readonly since?: string;
  /** Incidents of the feed that this watch has matched since its present coverage began, and the day of the first of them. */
  readonly itemised?: { readonly count: number; readonly since: string };
}

/**
 * A numbered change of one alert: a line of the alert log.
 * Times are ISO 8601 UTC; `hash` is over the canonical JSON of everything else, `previousHash` chains a watch's transitions.
 */
export interface Transition {
  readonly v: 1;
  /** Now of the fold: when it came out. */
  readonly at: string;
  readonly watch: string;
  readonly watchTitle: string;
  readonly rule: string;
  /** The rule's title with the series' values filled in. */
  readonly title: string;
  readonly series: string;
  readonly alertId: string;
  /** Counts from 1 within the alert. */
  readonly seq: number;
  /** Counts from 1 within the watch. */
  readonly watchSeq: number;
  readonly transition: TransitionKind;
  /** The level now, `null` once resolved or withdrawn. */
  readonly level: string | null;
  readonly previous: string | null;
  /** The rungs' names, lowest first, to rank levels by. */
  readonly ladder: readonly string[];
  readonly tone: 'alarm' | 'easing';
  /** When the alert was first raised. */
  readonly since: string;
  readonly reason: Reason;
  readonly reading: { readonly kind: string; readonly params: Readonly<Record<string, unknown>>; readonly of: string };
  readonly value: number;
  readonly fields: JsonFields;
  /** What was last told before this (for `0 -> 11`). */
  readonly before?: { readonly value: number; readonly fields: JsonFields; readonly at: string };
  /** The condition of the level now, or of the one just left. */
  readonly threshold: { readonly level: string; readonly condition: string };
  readonly baseline?: { readonly k: number; readonly days: number; readonly from: string; readonly to: string };
  readonly provisional: boolean;
  readonly coverage: readonly FeedState[];
  /** Reports from before `before` were lost with a part of the journal: figures may be too low until `until`. */
  readonly incomplete?: { readonly before: string; readonly until: string };
  /** The top contributors, ranked; `evidenceTotal` counts all. */
  readonly evidence: readonly Evidence[];
  readonly evidenceTotal: number;
  /** The reading without its largest contributor, and the level it would have had. */
  readonly counterfactual?: { readonly without: string; readonly value: number; readonly level: string | null };
  readonly context: readonly Total[];
  /** The causing entry's content hash, or `due ` and the instant. */
  readonly cause: string;
  /** The incident whose revision caused it, when one did. */
  readonly causedBy?: string;
  /** Place in, and size of, the group of this watch's transitions with the same cause. */
  readonly group: { readonly index: number; readonly size: number };
  /** True before the first live entry: nobody is called, only the outbox takes it. */
  readonly history: boolean;
  readonly definition: string;
  readonly engine: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** A transition as the log `alerts` holds it: place, writer and write time stand outside the hashed bytes. */
export interface AlertRecord {
  readonly transition: Transition;
  /** Offset of the journal entry at which it came out: acts are read up to there. */
  readonly place: number;
  readonly writer: string;
  readonly writtenAt: string;
}
