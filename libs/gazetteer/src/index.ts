export { shippedActor, type ActorRecord } from './actors.js';
export type { Gazetteer, NamesDefinition } from './definition.js';
export { createGazetteer } from './gazetteer.js';
export { LONGEST_NAME, normaliseName } from './normalise.js';
export { countryCodes, countryName } from './places.js';
export { relationsOf, type Relation, type RelationKind } from './relations.js';
export type { SiteRecord } from './sites.js';
