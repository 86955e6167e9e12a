export { connectKafka } from './connect.js';
export { KafkaTopicHistory, type KafkaHistoryOptions } from './history.js';
export { openKafka } from './open.js';
export type { KafkaLog, KafkaOpening, KafkaSettings } from './settings.js';
