export type { Conflict } from './conflicts.js';
export type { RegisterCounts, RegisterMemory, RememberedRecord } from './memory.js';
export type { Piece } from './pieces.js';
export type { Applied, RegisterPort } from './port.js';
export { Register, type RegisterOptions } from './register.js';
