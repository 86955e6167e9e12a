export { assembleCollector } from './assemble.js';
export { CollectorModule } from './collector.module.js';
export {
  COLLECTOR_LIMITS,
  type CollectorLimits,
  type CollectorPorts,
  type ConfigSource,
  type OpenInbox,
  type TopicSource,
} from './ports.js';
export {
  importHistory,
  type Imported,
  type ImportLine,
  type ImportOptions,
  type ImportOutcome,
} from './import-history.js';
export { ownsDuty } from './duty.js';
export { journalEnd } from './journal-tail.js';
export { publishConfig } from './publish-config.js';
export { Acceptor, type AcceptorParts, type Receipt, type Rejected } from './accept.js';
export { CollectorMetrics } from './collector.metrics.js';
export { JournalWriter } from './journal-writer.js';
export { RejectLog, type RejectRecord } from './reject.js';
