export { ConsoleModule } from './console.module.js';
export type { ConfigProblem, ConsoleConfig, ConsolePorts } from './ports.js';
