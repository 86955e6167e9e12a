export { catalogue, kindOf } from './catalogue.js';
export { coverageOf, type Coverage, type FeedCoverage } from './coverage.js';
export type { Contribution, FieldSpec, Kind, ReadContext, Said, StreamSpec } from './kind.js';
export type { Baseline, Contributor, Fields, FieldValue, Reading } from './reading.js';
export type { Measure, Timeline } from './timeline/timeline.js';
export { createTimeline } from './timeline/tree.js';
