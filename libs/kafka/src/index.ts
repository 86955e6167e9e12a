export { connectKafka } from './connect.js';
export { KafkaTopicHistory, type KafkaHistoryOptions } from './history.js';
export { openIncidentTopics, type IncidentTopics } from './incidents.js';
export { openKafka } from './open.js';
export type { KafkaLog, KafkaOpening, KafkaSettings } from './settings.js';
