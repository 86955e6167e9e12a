export { BadOptions, exampleOptions, readOptions, type Options } from './options.js';
export { startStandalone, type Progress, type Standalone, type StartOptions } from './start.js';
export { toldAlerts, toldLine, type ToldAlert } from './told.js';
