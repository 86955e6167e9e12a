export { Broker, type BrokerOptions } from './broker.js';
export { FakeBroker } from './fake-broker.js';
export { freePort } from './free-port.js';
export { KAFKA_VERSIONS, kafkaJars, missingFor, type KafkaVersion } from './jars.js';
export type { Keys } from './keys.js';
export { freshPrefix, sharedBroker } from './shared.js';
export { makeTopic, type TopicMade } from './make-topic.js';
export { ifBrokersRun, onBrokers, type SuiteBroker } from './suites.js';
