export type * from './kind.js';
export type * from './reading.js';
export type * from './coverage.js';
