import { StoreFailure } from '@barometer/store';
import { inside } from './internals.js';

interface ConsumerGroup {
  readonly groupId: string;
  readonly offsetManager: { nextOffset(topic: string, partition: number): { toString(): string } };
  recoverFromOffsetOutOfRange(error: { readonly topic: string; readonly partition: number }): Promise<void>;
}

const guarded = new WeakSet<object>();

/** Ends a consumer whose place in a topic is gone, where kafkajs would silently go on somewhere else. May be called again. */
export function guardOffsets(): void {
  const { prototype } = inside<{ prototype: ConsumerGroup }>('consumer/consumerGroup.js');
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  prototype.recoverFromOffsetOutOfRange = async function ({ topic, partition }) {
    throw offsetLost(this, topic, partition);
  };
}

function offsetLost({ groupId, offsetManager }: ConsumerGroup, topic: string, partition: number): StoreFailure {
  const place = offsetManager.nextOffset(topic, partition).toString();
  const words =
    `${topic}[${partition}] no longer has offset ${place}, where ${groupId} goes on reading: what came next was deleted unread, or the ` +
    'topic was made anew. To go on with what is there, set the group to the earliest offset ' +
    `(kafka-consumer-groups --group ${groupId} --topic ${topic} --reset-offsets --to-earliest --execute)`;
  // kafkajs tries again whatever does not say that this is useless.
  return Object.assign(new StoreFailure('lost', words), { retriable: false });
}
