export { Desk } from './desk.js';
export { ENGINE, EngineTooOld, requireEngine } from './engine.js';
export { deskAt, Follower, type FollowerOptions } from './run.js';
export type { Pending } from './seal.js';
export { SELF_WATCH, SILENCE_RULE } from './silence.js';
export type { DeskView, Explanation, OpenAlert } from './view.js';
