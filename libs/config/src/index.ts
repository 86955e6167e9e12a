export { hashOf, type Config } from './compose.js';
export { loadConfig, readConfig, type Loaded } from './load.js';
export { formatProblem, type Problem } from './problem.js';
export { BrokenConfig, LiveConfig, type Listener } from './reload.js';
export type { Settings, SmtpSettings } from './settings.js';
