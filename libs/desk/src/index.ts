export type * from './view.js';
