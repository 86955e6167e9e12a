export { CollectorModule } from './collector.module.js';
export { COLLECTOR_LIMITS, type CollectorLimits, type CollectorPorts, type ConfigSource } from './ports.js';
export { importHistory, type Imported, type ImportOptions, type ImportOutcome } from './import-history.js';
export { publishConfig } from './publish-config.js';
