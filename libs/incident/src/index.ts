export * from './revision.js';
export * from './kinds.js';
export * from './incident.js';
