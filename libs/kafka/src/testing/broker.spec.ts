import { existsSync, readFileSync } from 'node:fs';
import { Kafka, logLevel, type SASLOptions } from 'kafkajs';
import { Broker } from './broker.js';
import { KAFKA_VERSIONS } from './jars.js';
import { makeTopic } from './make-topic.js';
import { freshPrefix } from './shared.js';
import { ifBrokersRun, onBrokers } from './suites.js';

const topics = async (kafka: Kafka): Promise<string[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
};

const client = (address: string): Kafka => new Kafka({ brokers: [address], logLevel: logLevel.NOTHING });

for (const version of KAFKA_VERSIONS) {
  ifBrokersRun(`a broker ${version} of one's own`, version, () => {
    let broker: Broker;
    beforeAll(async () => {
      broker = await Broker.start({ version, secure: true });
    });
    afterAll(() => broker?.close());

    it.each(['plain', 'scram-sha-256', 'scram-sha-512'])('takes %s over TLS', async (mechanism) => {
      const { user, password, caFile } = broker.keys!;
      const sasl = { mechanism, username: user, password };
      const kafka = new Kafka({
        brokers: [broker.secureAddress],
        ssl: { ca: readFileSync(caFile) },
        sasl: sasl as SASLOptions,
        logLevel: logLevel.NOTHING,
      });
      expect(await topics(kafka)).toEqual(expect.any(Array));
    });

    it('keeps its data when it is killed and started again', async () => {
      await makeTopic(client(broker.address), 'kept');
      await broker.kill();
      await broker.restart();
      expect(await topics(client(broker.address))).toContain('kept');
    });

    it('answers nothing while frozen, and again when thawed', async () => {
      broker.freeze();
      const impatient = new Kafka({
        brokers: [broker.address],
        logLevel: logLevel.NOTHING,
        requestTimeout: 300,
        retry: { retries: 0 },
      });
      await expect(topics(impatient)).rejects.toThrow();
      broker.thaw();
      expect(await topics(client(broker.address))).toContain('kept');
    });

    it('ends when its disk is full, and keeps what it had once there is room again', async () => {
      broker.maxFileBytes = 12 * 1_048_576;
      await broker.restart();
      const [gone, producer] = [broker.gone(), client(broker.address).producer({ retry: { retries: 0 } })];
      await producer.connect();
      const fill = async () => {
        for (;;) await producer.send({ topic: 'kept', messages: [{ value: 'x'.repeat(900_000) }] });
      };
      await expect(fill()).rejects.toThrow();
      await producer.disconnect();
      await gone;
      broker.maxFileBytes = undefined;
      await broker.restart();
      expect(await topics(client(broker.address))).toContain('kept');
    });

    it('leaves nothing behind', async () => {
      const { home } = broker;
      await broker.close();
      expect(existsSync(home)).toBe(false);
    });
  });
}

onBrokers('the shared broker', (broker) => {
  it('is there for every spec', async () => {
    const topic = freshPrefix();
    const kafka = client(broker.addresses[0]!);
    await makeTopic(kafka, topic);
    expect(await topics(kafka)).toContain(topic);
  });
});
