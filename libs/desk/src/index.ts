export { Desk } from './desk.js';
export { ENGINE, EngineTooOld, requireEngine } from './engine.js';
export type { Incomplete } from './loss.js';
export { deskAt, Follower, type FollowerOptions } from './run.js';
export { READING_METRICS, STATE_METRICS, type DeskMetric, type Sample } from './samples.js';
export type { Pending } from './seal.js';
export { SELF_WATCH, SILENCE_RULE } from './silence.js';
export { readTold, type Told } from './told.js';
export type { DeskView, Explanation, FeedSign, OpenAlert } from './view.js';
