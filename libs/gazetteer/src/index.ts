export type { Gazetteer, NamesDefinition } from './definition.js';
