export { aRevision } from './revision.js';
