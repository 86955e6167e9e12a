export { openEmbedded, type EmbeddedOptions } from './open.js';
