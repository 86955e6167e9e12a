export type {
  Acknowledge,
  Act,
  ActEntry,
  ConfigEntry,
  EndSilence,
  Entry,
  HeartbeatEntry,
  ImportEndedEntry,
  Matchers,
  RevisionEntry,
  Silence,
  TickEntry,
  TimedEntry,
} from './entry.js';
export { canonicalJson, decodeEntry, encodeEntry, entryHash, lineOf, readEntry, sha256Hex } from './codec.js';
export { draftOf, recordedAt, type Draft } from './draft.js';
export { ClockJumped, Stamper } from './stamper.js';
export { wholeOf, WrittenRevision } from './written.js';
