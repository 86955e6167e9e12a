import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectKafka } from './connect.js';
import { failureOf } from './failure.js';
import type { KafkaSettings } from './settings.js';
import { Broker, ifBrokersRun, KAFKA_VERSIONS } from './testing/index.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const settings = (part: Partial<KafkaSettings>): KafkaSettings => ({
  ...{ brokers: ['127.0.0.1:1'], prefix: 'test', security: 'plaintext', replication: 1, incidents: [] },
  ...part,
});

describe('connecting', () => {
  it.each([
    ['127.0.0.1:9092', 'plaintext', true, 'nobody else sees it'],
    ['localhost:9092', 'plaintext', true, 'loopback by name'],
    ['[::1]:9092', 'plaintext', true, 'loopback of IPv6'],
    ['10.0.0.7:9092', 'plaintext', false, 'a private network has other people on it'],
    ['localhost.example.org:9092', 'plaintext', false, 'a name that only looks like loopback'],
    ['10.0.0.7:9092', 'unprotected-plaintext', true, 'said in so many words'],
  ] as const)('to %s by %s is allowed: %s (%s)', async (broker, security, allowed, _why) => {
    const connecting = connectKafka(settings({ brokers: [broker], security }), silent);
    if (allowed) await connecting;
    else
      await expect(connecting).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringMatching(/unprotected-plaintext/),
      });
  });

  it('names the file that cannot be read', async () => {
    const part = { security: 'tls', caFile: '/nowhere/ca.pem' } as const;
    await expect(connectKafka(settings(part), silent)).rejects.toThrow(
      'the file /nowhere/ca.pem could not be read: ENOENT',
    );
  });
});

describe.each(KAFKA_VERSIONS)('TLS and SASL on Kafka %s', (version) => {
  ifBrokersRun(`a secure broker ${version}`, version, () => {
    let broker: Broker;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'barometer-connect-'));
      broker = await Broker.start({ version, secure: true });
    }, 300_000);
    afterAll(async () => {
      await broker?.close();
      await rm(folder, { recursive: true, force: true });
    });
    const secure = (
      mechanism: NonNullable<KafkaSettings['sasl']>['mechanism'],
      passwordFile = broker.keys!.passwordFile,
    ) =>
      settings({
        ...{ brokers: [broker.secureAddress], security: 'tls', caFile: broker.keys!.caFile },
        sasl: { mechanism, user: broker.keys!.user, passwordFile },
      });
    const topics = async (part: KafkaSettings) => {
      const admin = (await connectKafka(part, silent)).admin({ retry: { retries: 0 } });
      try {
        await admin.connect();
        return await admin.listTopics();
      } catch (error) {
        throw failureOf(error, 'connecting');
      } finally {
        await admin.disconnect();
      }
    };

    it.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)('logs in by %s', async (mechanism) => {
      expect(await topics(secure(mechanism))).toEqual(expect.any(Array));
    });

    it.each(['plain', 'scram-sha-512'] as const)('says in one line that a password is wrong: %s', async (mechanism) => {
      const wrong = join(folder, 'wrong');
      await writeFile(wrong, 'not-this-one');
      const failure = { code: 'refused', message: 'connecting: the broker refused the user or password' };
      await expect(topics(secure(mechanism, wrong))).rejects.toMatchObject(failure);
    });

    it('trusts no certificate that its authority did not sign', async () => {
      const { caFile: _, ...rest } = secure('plain');
      await expect(topics(rest)).rejects.toMatchObject({ message: expect.stringMatching(/self.signed certificate/i) });
    });
  });
});
