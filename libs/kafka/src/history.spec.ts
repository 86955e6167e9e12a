import kafkajs, { type Kafka } from 'kafkajs';
import { registerCodecs } from './codecs.js';
import { KafkaTopicHistory } from './history.js';
import { freshPrefix, onBrokers } from './testing/index.js';
import { incidentTopics, prepareTopics } from './topics.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

onBrokers('history on input topics', (broker) => {
  let kafka: Kafka;
  let history: KafkaTopicHistory;
  let topic: string;
  let groupId: string;
  beforeEach(async () => {
    registerCodecs();
    kafka = new kafkajs.Kafka({ brokers: [...broker.addresses], logLevel: kafkajs.logLevel.NOTHING });
    topic = `${freshPrefix()}-incidents`;
    groupId = `${topic}.collector`;
    await prepareTopics(kafka, { specs: incidentTopics([topic]), replication: 1, log: silent });
    history = new KafkaTopicHistory({ kafka, topics: [topic], groupId });
  });
  afterEach(() => history.close());

  const produce = async (
    messages: readonly { partition: number; value: string; headers?: Record<string, string> }[],
  ) => {
    const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    // Each partition by itself: kafkajs repeats a send as a whole, and what one partition took already would stand there twice.
    for (const each of new Set(messages.map(({ partition }) => partition))) {
      const own = messages.filter(({ partition }) => partition === each);
      await producer.send({ topic, messages: own, compression: kafkajs.CompressionTypes.GZIP });
    }
    await producer.disconnect();
  };

  it('is every partition up to where it ended, in chunks of any size', async () => {
    const messages = Array.from({ length: 300 }, (_, n) => ({ partition: n % 2, value: `v${n}` }));
    await produce(messages);
    const ranges = await history.ranges();
    await produce([{ partition: 0, value: 'later' }]);
    expect(ranges.map(({ partition, from, to }) => [partition, from, to])).toEqual([
      ...[0, 1].map((partition) => [partition, 0, 150]),
      ...[2, 3, 4, 5].map((partition) => [partition, 0, 0]),
    ]);
    for (const max of [1, 7, 1_000]) {
      const found: string[] = [];
      for (const range of ranges) {
        for (let from = range.from; from < range.to;) {
          const { records, next } = await history.read({ ...range, from }, max);
          expect(records.length).toBeLessThanOrEqual(max);
          found.push(...records.map(({ body }) => Buffer.from(body).toString()));
          from = next;
        }
      }
      expect(found.sort()).toEqual(messages.map(({ value }) => value).sort());
    }
  });

  it('keeps headers and names the place', async () => {
    await produce([{ partition: 3, value: '{}', headers: { ce_id: '1', 'content-type': 'application/json' } }]);
    const range = (await history.ranges())[3]!;
    const { records } = await history.read(range, 10);
    expect(records[0]).toMatchObject({
      headers: { ce_id: '1', 'content-type': 'application/json' },
      place: `${topic}[3]@0`,
    });
  });

  /** Where the group goes on, by partition. */
  const committed = async (of: string): Promise<string[]> => {
    const admin = kafka.admin();
    await admin.connect();
    const [found] = await admin.fetchOffsets({ groupId, topics: [of] });
    await admin.disconnect();
    return [...found!.partitions].sort((a, b) => a.partition - b.partition).map(({ offset }) => offset);
  };

  it('lets the group begin behind it in every partition, and once more at another place', async () => {
    const second = `${topic}-too`;
    await prepareTopics(kafka, { specs: incidentTopics([second]), replication: 1, log: silent });
    await produce([{ partition: 0, value: '1' }]);
    const ranges = await history.ranges();
    await history.beginAt([...ranges, { topic: second, partition: 2, from: 0, to: 0 }]);
    expect(await committed(topic)).toEqual(['1', '0', '0', '0', '0', '0']);
    expect(await committed(second)).toEqual(['-1', '-1', '0', '-1', '-1', '-1']);
    await produce([{ partition: 4, value: '2' }]);
    await history.beginAt(await history.ranges());
    expect(await committed(topic)).toEqual(['1', '0', '0', '0', '1', '0']);
    await expect(history.beginAt([])).resolves.toBeUndefined();
  });

  it('does not move a group that has a member', async () => {
    await produce([{ partition: 0, value: '1' }]);
    const ranges = await history.ranges();
    const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topic });
    const joined = new Promise((resolve) => consumer.on('consumer.group_join', resolve));
    await consumer.run({ eachMessage: async () => {} });
    await joined;
    await expect(history.beginAt(ranges)).rejects.toThrow(`setting where the group ${groupId} begins`);
    expect(await committed(topic)).toEqual(['-1', '-1', '-1', '-1', '-1', '-1']);
    await consumer.disconnect();
  });
});
