export type * from './definition.js';
export type * from './message.js';
export type * from './channel.js';
