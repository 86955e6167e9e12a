import type { Instant } from '@barometer/time';
import type {
  ActorType,
  Driver,
  Kind,
  LinkType,
  Qualifier,
  Role,
  Side,
  SignalKind,
  SiteType,
  Status,
  Tactic,
  TimePrecision,
} from './kinds.js';

/** A number as somebody gave it. */
export interface Estimate {
  readonly low?: number;
  readonly best?: number;
  readonly high?: number;
  readonly qualifier?: Qualifier;
}

/** Where an incident occurred, as finely as its source names it. */
export interface Location {
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** ISO 3166-2. */
  readonly admin1?: string;
  readonly admin2?: string;
  readonly place?: string;
  /** Degrees, kept to 0.1. */
  readonly lat?: number;
  readonly lon?: number;
  readonly precision?: 'site' | 'near' | 'admin2' | 'admin1' | 'country' | 'fuzzy';
  readonly maritime?: boolean;
  readonly fir?: string;
  readonly unlocode?: string;
}

/** The site that was hit. */
export interface Site {
  readonly siteId?: string;
  readonly name?: string;
  readonly type?: SiteType;
  readonly operatorActorId?: string;
  readonly hostCountry?: string;
  readonly icao?: string;
  readonly imo?: string;
}

/** An actor as a report names it, by id, by name, or both. */
export interface ActorMention {
  readonly actorId?: string;
  readonly name?: string;
  readonly role: Role | 'unknown';
  readonly type?: ActorType;
}

/** A claim of responsibility, by whom it comes from. */
export interface Claim {
  readonly actorId: string;
  readonly at: Instant;
  /** True where the source names no day and one was inferred. */
  readonly dateInferred?: boolean;
  readonly channel?: string;
  readonly retractedAt?: Instant;
}

/** Who says that an actor did it, and how surely. */
export interface Attribution {
  readonly actorId: string;
  readonly by: string;
  readonly at: Instant;
  readonly dateInferred?: boolean;
  readonly confidence?: 'low' | 'moderate' | 'high';
  readonly basis?: string;
  readonly status: 'preliminary' | 'stated' | 'formal' | 'withdrawn';
}

/** Who denies having done it. */
export interface Denial {
  readonly by: string;
  readonly at: Instant;
  readonly dateInferred?: boolean;
}

/** How many of one weapon were launched, and what became of them. */
export interface Munition {
  readonly type: Tactic;
  readonly launched?: Estimate;
  readonly intercepted?: Estimate;
  readonly impacted?: Estimate;
  readonly failed?: Estimate;
}

/** One reporter's figures for one side of one incident. */
export interface CasualtyReport {
  readonly side: Side;
  readonly killed?: Estimate;
  readonly injured?: Estimate;
  readonly injuredTbi?: Estimate;
  readonly critical?: Estimate;
  readonly missing?: Estimate;
  readonly reporter: string;
  readonly reportedAt: Instant;
  /** `day` where the report names no hour: shown as a date. */
  readonly reportedPrecision?: 'day' | 'instant';
  /** A party's statement about the other side's losses: never enters the estimate. */
  readonly isClaim: boolean;
  readonly url?: string;
  readonly note?: string;
}

/** What was said: a threat, an offer, a deadline. */
export interface Signal {
  readonly kind: SignalKind;
  readonly conditional?: boolean;
  readonly deadline?: Instant;
  readonly validUntil?: Instant;
}

/** What a report says this incident is to another. */
export interface Link {
  readonly type: LinkType;
  /** Our id of the incident linked to, made from dataset and recordId. */
  readonly incidentId: string;
  readonly dataset: string;
  readonly recordId: string;
  readonly by?: string;
  readonly confidence: 'asserted' | 'likely' | 'inferred';
}

/** A published running total: `total` since `since`, as of `asOf`. */
export interface CountStatement {
  readonly counter: string;
  readonly since: Instant;
  readonly asOf: Instant;
  readonly total: number;
  readonly qualifier: Qualifier;
  readonly byCountry?: Readonly<Record<string, number>>;
  readonly injured?: number;
  /** True where the figure follows from a statement instead of standing in it. */
  readonly derived?: boolean;
}

/** The record of a dataset that a revision rests on. */
export interface Provenance {
  readonly dataset: string;
  readonly recordId: string;
  readonly url?: string;
  readonly version?: string;
  readonly reliability?: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  readonly credibility?: 1 | 2 | 3 | 4 | 5 | 6;
  readonly sources?: number;
  readonly licence?: string;
}

/** What was known of an incident at one time, from one source: immutable, numbered by a number that only grows. */
export interface Revision {
  readonly schema: 'incident/1';
  /** Hash of dataset and record id: no look-up needed. */
  readonly incidentId: string;
  readonly dataset: string;
  /** The source's own id: what people are shown. */
  readonly recordId: string;
  readonly revision: number;
  readonly status: Status;
  readonly kind: Kind;
  /** A date without an hour is 00:00Z of that day. */
  readonly occurredFrom: Instant;
  readonly occurredTo?: Instant;
  readonly timePrecision: TimePrecision;
  readonly reportedAt: Instant;
  readonly reportedPrecision: 'day' | 'instant';
  /** True where the source did not say when it reported: `reportedAt` is then when it was read (live) or the occurrence. */
  readonly reportedAssumed?: true;
  readonly location?: Location;
  readonly site?: Site;
  readonly actors: readonly ActorMention[];
  readonly claims: readonly Claim[];
  readonly attributions: readonly Attribution[];
  readonly denials: readonly Denial[];
  readonly tactics: readonly Tactic[];
  readonly munitions: readonly Munition[];
  readonly salvoId?: string;
  readonly effect?: 'none' | 'minor' | 'major' | 'disrupted_before_launch';
  readonly casualties: readonly CasualtyReport[];
  readonly signal?: Signal;
  readonly links: readonly Link[];
  readonly drivers: readonly Driver[];
  readonly theatre?: string;
  readonly counter?: CountStatement;
  /** At least one; the first names the record itself. */
  readonly provenance: readonly Provenance[];
  readonly note?: string;
  /** Input fields the schema does not know, kept aside as they came (bounded). */
  readonly extra?: Readonly<Record<string, unknown>>;
}
