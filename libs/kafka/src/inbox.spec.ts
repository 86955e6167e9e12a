import type { InboxBatch, InboxRecord } from '@barometer/store';
import { inboxContract } from '@barometer/store/testing';
import kafkajs, { type Kafka, type Message } from 'kafkajs';
import { registerCodecs } from './codecs.js';
import { UNREADABLE } from './guards/unreadable.js';
import { lagOf } from './inbox/lag.js';
import { TopicInbox } from './inbox.js';
import { Broker, freshPrefix, ifBrokersRun, makeTopic, onBrokers, type SuiteBroker } from './testing/index.js';

const MB = 1_048_576;
const forever = new AbortController().signal;
const textOf = ({ body }: InboxRecord): string => Buffer.from(body).toString();
const textsOf = (batch: InboxBatch | undefined): string[] => (batch?.records ?? []).map(textOf);

/** Topics of its own, and whoever reads and writes them. */
class Post {
  readonly topic = freshPrefix();
  readonly groupId = `${this.topic}.collector`;
  readonly fatal: Error[] = [];
  private tell: (error: Error) => void = () => {};
  readonly kafka: Kafka;
  private readonly inboxes: TopicInbox[] = [];

  private constructor(broker: SuiteBroker) {
    this.kafka = new kafkajs.Kafka({ brokers: [...broker.addresses], logLevel: kafkajs.logLevel.NOTHING });
  }

  static async open(broker: SuiteBroker, partitions = 1, config: Readonly<Record<string, string>> = {}): Promise<Post> {
    registerCodecs();
    const post = new Post(broker);
    await makeTopic(post.kafka, post.topic, { partitions, config });
    return post;
  }

  async inbox(): Promise<TopicInbox> {
    const { kafka, topic, groupId } = this;
    const onFatal = (error: Error) => {
      this.fatal.push(error);
      this.tell(error);
    };
    const inbox = await TopicInbox.open({ kafka, topics: [topic], groupId, onFatal });
    this.inboxes.push(inbox);
    return inbox;
  }

  /** Resolves when an inbox opened from now on gives up. */
  firstFatal(): Promise<Error> {
    return new Promise((resolve) => (this.tell = resolve));
  }

  async send(messages: readonly Message[], compression = kafkajs.CompressionTypes.None): Promise<void> {
    const producer = this.kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    await producer.send({ topic: this.topic, messages: [...messages], compression });
    await producer.disconnect();
  }

  async asAdmin<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** Takes until it has so many records, and acknowledges all. */
  async takeAll(inbox: TopicInbox, count: number): Promise<InboxRecord[]> {
    const records: InboxRecord[] = [];
    while (records.length < count) {
      const batch = await inbox.take(1_000, forever);
      records.push(...batch!.records);
      await batch!.acknowledge();
    }
    return records;
  }

  async close(): Promise<void> {
    await Promise.all(this.inboxes.map((inbox) => inbox.close()));
  }
}

onBrokers('topics as an inbox', (broker) => {
  let post: Post;
  afterEach(() => post.close());

  inboxContract('a consumer group', async () => {
    post = await Post.open(broker);
    let inbox = await post.inbox();
    const filled = () => ({
      inbox,
      deliver: ({ body, headers }: InboxRecord) => post.send([{ value: Buffer.from(body), headers: { ...headers } }]),
    });
    return {
      store: filled(),
      reopen: async () => {
        await inbox.close();
        inbox = await post.inbox();
        return filled();
      },
      close: () => post.close(),
    };
  });

  it('names the place of a record, and gives the first of several headers of one name', async () => {
    post = await Post.open(broker, 2);
    await post.send([{ value: 'b', partition: 1, headers: { ce_id: ['1', '2'], ce_type: 'x' } }]);
    const batch = await (await post.inbox()).take(10, forever);
    expect(batch?.records).toEqual([
      { body: Buffer.from('b'), headers: { ce_id: '1', ce_type: 'x' }, place: `${post.topic}[1]@0` },
    ]);
  });

  it('takes over many partitions at once, each in its order', async () => {
    post = await Post.open(broker, 6);
    const sent = Array.from({ length: 6_000 }, (_, n) => ({ value: String(n), partition: n % 6 }));
    await post.send(sent);
    const records = await post.takeAll(await post.inbox(), sent.length);
    for (let partition = 0; partition < 6; partition++) {
      const own = records.filter(({ place }) => place.startsWith(`${post.topic}[${partition}]`)).map(textOf);
      expect(own).toEqual(sent.filter((each) => each.partition === partition).map(({ value }) => value));
    }
    expect(await lagOf(post.kafka, post.groupId, [post.topic])).toBe(0);
  });

  it('commits nothing behind a record that is still in somebody’s hands', async () => {
    post = await Post.open(broker);
    await post.send(['1', '2', '3', '4'].map((value) => ({ value })));
    const inbox = await post.inbox();
    const [first, second, third] = [
      await inbox.take(1, forever),
      await inbox.take(1, forever),
      await inbox.take(1, forever),
    ];
    await second!.acknowledge();
    expect(await lagOf(post.kafka, post.groupId, [post.topic])).toBe(4);
    await first!.acknowledge();
    expect(await lagOf(post.kafka, post.groupId, [post.topic])).toBe(2);
    await third!.acknowledge();
    expect(await lagOf(post.kafka, post.groupId, [post.topic])).toBe(1);
  });

  it('hands a partition over to a newcomer with what was not acknowledged, and a late acknowledgement does no harm', async () => {
    post = await Post.open(broker, 2);
    await post.send([
      { value: 'a0', partition: 0 },
      { value: 'b0', partition: 1 },
    ]);
    const old = await post.inbox();
    const held: InboxBatch[] = [];
    const taken: string[] = [];
    while (taken.length < 2) {
      held.push((await old.take(10, forever))!);
      taken.push(...textsOf(held.at(-1)));
    }
    const newcomer = await post.inbox();
    const [moved] = textsOf(await newcomer.take(10, forever));
    expect(taken).toContain(moved);
    const before = await lagOf(post.kafka, post.groupId, [post.topic]);
    for (const batch of held) await batch.acknowledge();
    expect(await lagOf(post.kafka, post.groupId, [post.topic])).toBe(before);
  });

  it('stays in the group and makes room for a newcomer while a batch waits to be taken', async () => {
    post = await Post.open(broker, 2);
    const partitions = [0, 1].flatMap((partition) => ['1', '2', '3'].map((value) => ({ value, partition })));
    await post.send(partitions);
    const old = await post.inbox();
    await old.take(1, forever);
    const newcomer = await post.inbox();
    const [first] = (await newcomer.take(1, forever))!.records;
    const { groups } = await post.asAdmin((admin) => admin.describeGroups([post.groupId]));
    expect(groups[0]?.members).toHaveLength(2);
    const [own] = (await old.take(1, forever))!.records;
    expect(own?.place.slice(0, -2)).not.toBe(first?.place.slice(0, -2));
  });

  it('hands out a record of 5 MB whole, and what is behind it', async () => {
    post = await Post.open(broker, 1, { 'max.message.bytes': String(8 * MB) });
    await post.send([{ value: 'before' }]);
    await post.send([{ value: 'x'.repeat(5 * MB) }]);
    await post.send([{ value: 'behind' }]);
    const records = await post.takeAll(await post.inbox(), 3);
    expect(records.map(({ body }) => body.length)).toEqual([6, 5 * MB, 6]);
  });

  it('hands out a batch that grows out of bounds as one record with the reason, and goes on behind it', async () => {
    post = await Post.open(broker);
    const bomb = { value: Buffer.alloc(70 * MB) };
    await post.send([{ value: 'before' }]);
    await post.send([bomb], kafkajs.CompressionTypes.GZIP);
    await post.send([{ value: 'behind' }]);
    const records = await post.takeAll(await post.inbox(), 3);
    expect(records.map(textOf).map((text) => text.slice(0, 6))).toEqual(['before', expect.anything(), 'behind']);
    expect(records[1]!.headers[UNREADABLE]).toContain('a batch of records with the codec gzip cannot be decoded');
    expect(records[1]!.body.length).toBeLessThan(MB);
    expect(records[1]!.place).toBe(`${post.topic}[0]@1`);
    expect(await lagOf(post.kafka, post.groupId, [post.topic])).toBe(0);
  });

  it('ends when what it goes on with was deleted unread, and says how to go on', async () => {
    post = await Post.open(broker);
    await post.send(['1', '2', '3', '4'].map((value) => ({ value })));
    const inbox = await post.inbox();
    await (await inbox.take(1, forever))!.acknowledge();
    await inbox.close();
    await post.asAdmin(async (admin) => {
      await admin.fetchTopicOffsets(post.topic);
      await admin.deleteTopicRecords({ topic: post.topic, partitions: [{ partition: 0, offset: '3' }] });
    });
    const fatal = post.firstFatal();
    await post.inbox();
    expect(await fatal).toMatchObject({
      code: 'lost',
      message: expect.stringContaining(
        `${post.topic}[0] no longer has offset 1, where ${post.groupId} goes on reading`,
      ),
    });
  });

  it('refuses to open a topic that is not there', async () => {
    post = await Post.open(broker);
    const { kafka, groupId } = post;
    const opening = TopicInbox.open({ kafka, topics: ['nowhere'], groupId, onFatal: () => {} });
    await expect(opening).rejects.toMatchObject({ name: 'StoreFailure', code: 'lost' });
  });
});

ifBrokersRun('topics as an inbox, when things go wrong', '4.4.0', () => {
  let broker: Broker;
  beforeAll(async () => {
    broker = await Broker.start();
  });
  afterAll(() => broker?.close());

  it('goes on when the broker was killed and came back', async () => {
    const post = await Post.open({ addresses: [broker.address] });
    const inbox = await post.inbox();
    await post.send([{ value: 'before' }]);
    expect((await post.takeAll(inbox, 1)).map(textOf)).toEqual(['before']);
    await broker.kill();
    await broker.restart();
    await post.send([{ value: 'after' }]);
    expect((await post.takeAll(inbox, 1)).map(textOf)).toEqual(['after']);
    expect(post.fatal).toEqual([]);
    await post.close();
  });

  it('ends when its topic is deleted', async () => {
    const post = await Post.open({ addresses: [broker.address] });
    const fatal = post.firstFatal();
    await post.inbox();
    await post.asAdmin((admin) => admin.deleteTopics({ topics: [post.topic] }));
    expect(await fatal).toMatchObject({ code: 'lost', message: expect.stringContaining(`reading ${post.topic}`) });
    await post.close();
  });
});
