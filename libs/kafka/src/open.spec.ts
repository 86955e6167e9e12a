import type { Stores } from '@barometer/store';
import kafkajs from 'kafkajs';
import { openKafka } from './open.js';
import type { KafkaSettings } from './settings.js';
import { freshPrefix, onBrokers } from './testing/index.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const NAMES = ['collector', 'notifier', 'snapshots', 'us-forces', 'red-sea'];

onBrokers('the stores of a desk', (broker) => {
  const opened: Stores[] = [];
  let settings: KafkaSettings;
  beforeEach(() => {
    settings = {
      ...{ brokers: broker.addresses, prefix: freshPrefix(), security: 'plaintext', replication: 1 },
      incidents: [],
    };
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
  });
  const open = async (role: string, prefix = settings.prefix) => {
    const stores = await openKafka({ ...settings, prefix }, { role, log: silent, onFatal: () => {} });
    opened.push(stores);
    return stores;
  };
  const owned = async (stores: Stores, count: number) => {
    while (NAMES.filter((name) => stores.shares.owns(name)).length < count) {
      await stores.shares.changed(AbortSignal.timeout(1_000));
    }
  };

  it('are those of every process with its prefix, and of no other', async () => {
    const [collector, console, other] = [
      await open('collector'),
      await open('console'),
      await open('console', freshPrefix()),
    ];
    await collector.journal.append([{ value: '1' }, { value: '2' }]);
    await collector.feeds.put([['k', '"v"']]);
    expect((await console.journal.read(0, 9)).map(({ value }) => value)).toEqual(['1', '2']);
    expect([await console.feeds.get('k'), await other.feeds.get('k')]).toEqual(['"v"', undefined]);
    expect(await other.journal.end()).toBe(0);
  });

  it('share names by role: a lonely standalone owns all, who only looks owns none', async () => {
    const standalone = await open('standalone');
    await owned(standalone, NAMES.length);
    const looking = await open('console');
    expect(NAMES.filter((name) => looking.shares.owns(name))).toEqual([]);
    expect(NAMES.filter((name) => standalone.shares.owns(name))).toEqual(NAMES);
  });

  it('let go of their names in order when they close', async () => {
    const [one, two] = [await open('notifier'), await open('notifier')];
    await Promise.race([one, two].map((stores) => stores.shares.changed(AbortSignal.timeout(10_000))));
    await one.close();
    while (!two.shares.owns('notifier')) await two.shares.changed(AbortSignal.timeout(1_000));
    expect(one.shares.owns('notifier')).toBe(false);
  });

  it('say in one line that a topic was deleted under them', async () => {
    const { alerts } = await open('console');
    await alerts.append([{ value: '1' }]);
    const admin = new kafkajs.Kafka({ brokers: [...broker.addresses], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [`${settings.prefix}.alerts`] });
    await admin.disconnect();
    // A broker deletes in its own time.
    const untilGone = async () => {
      for (;;) await alerts.readBack(1, 1);
    };
    await expect(untilGone()).rejects.toMatchObject({
      code: 'lost',
      message: expect.stringMatching(new RegExp(`${settings.prefix}.alerts: .*does not host this topic`)),
    });
  });
});
