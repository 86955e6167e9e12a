import type { Instant } from '@barometer/time';
import type { CasualtyReport, Revision } from './revision.js';
import type { Qualifier } from './kinds.js';

/** The reliability of a reporter, NATO Admiralty letters; unlisted reporters are E. */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

/** One field (killed or injured) as resolved over all reports, with who said it and the range of what others said. */
export interface ResolvedNumber {
  readonly value: number;
  readonly qualifier: Qualifier;
  /** Least and greatest over all non-claim reports that count. */
  readonly low: number;
  readonly high: number;
  readonly reporter: string;
  readonly grade: Grade;
  readonly reportedAt: Instant;
}

/** The one view of an incident's casualties: the latest non-claim report of the best-graded reporter, field by field. */
export interface ResolvedCasualties {
  readonly killed?: ResolvedNumber;
  readonly injured?: ResolvedNumber;
  /** Every report in order of `reportedAt`, claims included, for display. */
  readonly reports: readonly CasualtyReport[];
}

/** The names of fields that filters and groupings use. */
export const FACETS = [
  'country',
  'admin1',
  'place',
  'site',
  'kind',
  'tactic',
  'driver',
  'target',
  'perpetrator',
  'claimant',
  'accused',
  'denier',
  'actor',
  'dataset',
] as const;
export type Facet = (typeof FACETS)[number];

const ACTOR_FACETS = ['target', 'perpetrator', 'claimant', 'accused', 'denier', 'actor'] as const;
/** A facet whose values are actors. */
export type ActorFacet = (typeof ACTOR_FACETS)[number];

/** Whether a facet's values are actors. */
export function isActorFacet(facet: string): facet is ActorFacet {
  return (ACTOR_FACETS as readonly string[]).includes(facet);
}

/** Every facet's values with names resolved to ids; an empty list means the field is absent. */
export type Facets = Readonly<Record<Facet, readonly string[]>>;

/** An incident as now known: its newest revision, and those of other datasets linked as the same. */
export interface Incident {
  /** The id of the first-recorded member: stable while the incident stands. */
  readonly id: string;
  readonly revision: Revision;
  /** Newest revisions of linked duplicates, in order of first recording. */
  readonly linked: readonly Revision[];
  /** Every member's incidentId, the primary's first: links may name any of them. */
  readonly members: readonly string[];
  /** Incident ids that asserted `responds_to` and `retaliates_for` links name. */
  readonly responds: readonly string[];
  readonly facets: Facets;
  readonly casualties: ResolvedCasualties;
  /** Summed munitions launched, where known. */
  readonly launched?: number;
}

/** An incident whose report nobody has asked for yet: what is asked of every one. It states no counter, and nothing is linked with it. */
export interface RestingIncident {
  readonly id: string;
  readonly recordId: string;
  readonly occurredFrom: Instant;
  readonly facets: Facets;
  /** The incident as it came to rest: read from its report, another object at each call. */
  read(): Incident;
}

/** Resting incidents that have the same facets. */
export interface Alike {
  readonly facets: Facets;
  readonly incidents: readonly RestingIncident[];
}

/** What a new revision makes of one incident. */
export interface Change {
  readonly before?: Incident;
  readonly after?: Incident;
}
