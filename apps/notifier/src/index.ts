export { createNotifier, NotifierModule } from './notifier.module.js';
export { Notifier, type TestResult } from './notifier.js';
export type { NotifierConfig, NotifierConfigSource, NotifierLog, NotifierPorts, Sleep } from './ports.js';
