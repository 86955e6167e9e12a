export { resolveCasualties, type Grades } from './casualties.js';
export { contentOf } from './content.js';
export { figureOf, sumOf, type Figure } from './estimate.js';
export { incidentId, refOf, type Sha256 } from './identity.js';
export {
  FACETS,
  isActorFacet,
  type ActorFacet,
  type Alike,
  type Change,
  type Facet,
  type Facets,
  type Grade,
  type Incident,
  type ResolvedCasualties,
  type ResolvedNumber,
  type RestingIncident,
} from './incident.js';
export {
  ACTOR_TYPES,
  DRIVERS,
  KINDS,
  LINK_TYPES,
  QUALIFIERS,
  ROLES,
  SIDES,
  SIGNAL_KINDS,
  SITE_TYPES,
  STATUSES,
  TACTICS,
  TIME_PRECISIONS,
  type ActorType,
  type Driver,
  type Kind,
  type LinkType,
  type Qualifier,
  type Role,
  type Side,
  type SignalKind,
  type SiteType,
  type Status,
  type Tactic,
  type TimePrecision,
} from './kinds.js';
export { launchedOf } from './launched.js';
export type {
  ActorMention,
  Attribution,
  CasualtyReport,
  Claim,
  CountStatement,
  Denial,
  Estimate,
  Link,
  Location,
  Munition,
  Provenance,
  Revision,
  Signal,
  Site,
} from './revision.js';
export type { Headers } from './wire/cloudevents.js';
export type { HeartbeatItem, Item, RejectItem, RevisionItem } from './wire/item.js';
export { incidentJsonSchema } from './wire/json-schema.js';
export { LIMITS } from './wire/limits.js';
export { originalOf, type Original } from './wire/original.js';
export { readItems, readRevisions, type Read, type ReadOptions } from './wire/read.js';
export { REASONS, type Reason } from './wire/reasons.js';
export { hasControl, safeText } from './wire/safe-text.js';
export { nearest } from './wire/suggest.js';
