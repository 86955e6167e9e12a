export { run } from './run.js';
export type { Io, Terminal } from './io.js';
