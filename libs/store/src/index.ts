export type { Log, LogRecord, NewRecord } from './log.js';
export { readLeft, type Left } from './read-left.js';
export type { Table } from './table.js';
export type { Inbox, InboxBatch, InboxRecord } from './inbox.js';
export type { TopicChunk, TopicHistory, TopicPartition, TopicRange } from './topic-history.js';
export type { Shares } from './shares.js';
export type { Stores } from './stores.js';
export { StoreFailure, type StoreFailureCode } from './failure.js';
export { Bell } from './bell.js';
