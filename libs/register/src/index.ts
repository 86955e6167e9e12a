export type { Applied, RegisterPort } from './port.js';
