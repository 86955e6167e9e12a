export { aDefinition, aRule, aWatch } from './definition.js';
export { packing } from './packing.js';
export { Story, type StoryOptions } from './story.js';
export { busyDefinition, configEntry, DECLARED, input, reports } from './random.js';
