export type { Conflict } from './conflicts.js';
export type { RegisterCounts, RegisterMemory } from './memory.js';
export type { PieceText } from './piece-text.js';
export type { Applied, RegisterPort } from './port.js';
export type { Piece } from './records.js';
export { Register, type RegisterOptions } from './register.js';
