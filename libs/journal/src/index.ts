export type * from './entry.js';
