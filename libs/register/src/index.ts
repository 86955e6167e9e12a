export type { Conflict } from './conflicts.js';
export {
  readRecords,
  writeRecords,
  type RegisterCounts,
  type RegisterMemory,
  type RememberedRecord,
} from './memory.js';
export type { Piece } from './pieces.js';
export type { Applied, RegisterPort } from './port.js';
export { Register, type RegisterOptions } from './register.js';
