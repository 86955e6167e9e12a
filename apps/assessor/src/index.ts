export { Assessor, type AssessorOptions } from './assessor.js';
export { AssessorModule, type AssessorPorts } from './assessor.module.js';
export { AlertLogDiffers, Outputs, type OutputsOptions } from './outputs.js';
export { Written } from './written.js';
