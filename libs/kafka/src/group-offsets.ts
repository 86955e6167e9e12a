import type { TopicRange } from '@barometer/store';
import type { Kafka } from 'kafkajs';
import { coordinatorOf } from './coordinator.js';
import { PersistentCluster } from './persistent-cluster.js';

/** The place that a group goes on from, by topic and partition, as the protocol writes it. */
interface Committed {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

interface Coordinator {
  offsetCommit(request: {
    readonly groupId: string;
    readonly groupGenerationId: number;
    readonly memberId: string;
    readonly topics: readonly Committed[];
  }): Promise<unknown>;
}

/** What somebody says who is no member: the coordinator takes it while the group has none. */
const NO_MEMBER = { groupGenerationId: -1, memberId: '' };

/**
 * Lets a group without members begin at the end of each range; throws `StoreFailure` while it has one. One request: kafkajs'
 * `admin.setOffsets` joins the group to seek in it, takes 5 s a topic, and never ends where its consumer gives up.
 */
export async function beginGroupAt(kafka: Kafka, groupId: string, ranges: readonly TopicRange[]): Promise<void> {
  const topics = committedOf(ranges);
  if (topics.length === 0) return;
  const cluster = new PersistentCluster(kafka);
  try {
    await cluster.ask(`setting where the group ${groupId} begins`, async (asked) => {
      const coordinator = await coordinatorOf<Coordinator>(asked, groupId);
      await coordinator.offsetCommit({ groupId, ...NO_MEMBER, topics });
    });
  } finally {
    await cluster.close();
  }
}

function committedOf(ranges: readonly TopicRange[]): Committed[] {
  const topics = [...new Set(ranges.map(({ topic }) => topic))];
  return topics.map((topic) => ({
    topic,
    partitions: ranges
      .filter((range) => range.topic === topic)
      .map(({ partition, to }) => ({ partition, offset: String(to) })),
  }));
}
