export { AssessorModule, type AssessorPorts } from './assessor.module.js';
export { Written } from './written.js';
