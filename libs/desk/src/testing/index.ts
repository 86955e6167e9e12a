export { aDefinition, aRule, aWatch } from './definition.js';
export { Story, type StoryOptions } from './story.js';
export { busyDefinition, configEntry, DECLARED, reports } from './random.js';
