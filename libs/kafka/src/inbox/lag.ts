import type { Kafka } from 'kafkajs';

/** How many records of these topics the group has not acknowledged; rejects where nobody answers. */
export async function lagOf(kafka: Kafka, groupId: string, topics: readonly string[]): Promise<number> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const committed = await admin.fetchOffsets({ groupId, topics: [...topics] });
    let lag = 0;
    for (const { topic, partitions } of committed) {
      const ends = new Map((await admin.fetchTopicOffsets(topic)).map((each) => [each.partition, each]));
      for (const { partition, offset } of partitions) {
        const { low = '0', high = '0' } = ends.get(partition) ?? {};
        lag += Number(high) - Math.max(Number(low), Number(offset));
      }
    }
    return lag;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
