export type * from './rule.js';
export type * from './transition.js';
