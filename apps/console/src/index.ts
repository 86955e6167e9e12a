export { ConsoleModule } from './console.module.js';
export { DeskCache } from './desk-cache.js';
export { sendAgain, type AgainPorts } from './send-again.js';
export { sendTest, type TestPorts } from './send-test.js';
export type { ConfigProblem, ConsoleConfig, ConsolePorts } from './ports.js';
