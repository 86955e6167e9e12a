import type { Instant } from '@barometer/time';
import { RELATIONS } from './data/relations.js';

/** What somebody says one actor is to another. */
export type RelationKind = 'proxy_of' | 'sponsored_by' | 'umbrella_of' | 'facade_of' | 'allied';

/** A relation between actors is itself a claim: who says so, and for which time. */
export interface Relation {
  readonly from: string;
  readonly relation: RelationKind;
  readonly to: string;
  /** Who says so, as an actor id. */
  readonly by: string;
  /** When it holds from, or is said from; absent: not dated. */
  readonly validFrom?: Instant;
  /** When it ceased; absent: not known to have. */
  readonly validTo?: Instant;
}

/** The relations an actor has at an instant, from either end, as claimed; undated ends are open. */
export function relationsOf(actorId: string, at: Instant): readonly Relation[] {
  const own = RELATIONS.filter(({ from, to }) => from === actorId || to === actorId);
  return own.filter(({ validFrom = -Infinity, validTo = Infinity }) => validFrom <= at && at < validTo);
}
