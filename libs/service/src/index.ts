export { AccessGuard, COOKIE, operatorOf, type AccessRules } from './http/access.js';
export { BadArguments, readArguments, type Arguments } from './arguments.js';
export { askedGauge, type AskedGaugeOptions } from './metrics/asked-gauge.js';
export { BodyTooLarge, readBody, readSmall, type Body } from './http/body.js';
export { cleanText } from './log/clean.js';
export { CONTENT_SECURITY_POLICY } from './http/headers.js';
export { createHealth, sharesCheck, type Check, type Health } from './http/health.js';
export { importMark, putImportMark, type ImportMark } from './import-mark.js';
export { createLogger, nestLogger, LOG_LEVELS, type Logger, type LogLevel } from './log/logger.js';
export { createRegistry } from './metrics/metrics.js';
export { openStores, type StoreOpening, type StoreSettings } from './open.js';
export { packing } from './packing.js';
export { passes, persist, type Persisting } from './persist.js';
export { Needs, NEEDS, ROLES, allows, type Role } from './http/roles.js';
export { runService } from './run.js';
export { cappedGauge, type CappedGauge } from './metrics/series-cap.js';
export { serve, ServeRefused, type Served, type ServeOptions } from './http/serve.js';
export { closeOnSignals, createShutdown, type Shutdown } from './shutdown.js';
export {
  StartRefused,
  startService,
  type Assemble,
  type Running,
  type ServiceParts,
  type ServiceRole,
  type StartOptions,
} from './start.js';
export { openIncidentTopics, type IncidentTopics } from './topics.js';
export { timerSleep, type Sleep } from './sleep.js';
export { systemClock } from './system-clock.js';
export { putWritten, writtenUpTo } from './written-mark.js';
export { digestOf, parseTokens, type Operator, type Tokens } from './http/tokens.js';
