export { AssessorModule, type AssessorPorts } from './assessor.module.js';
