import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectKafka } from './connect.js';
import { failureOf } from './failure.js';
import type { KafkaSettings } from './settings.js';
import { Broker, FakeBroker, ifBrokersRun, KAFKA_VERSIONS } from './testing/index.js';

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

describe('a cluster reached by a tunnel', () => {
  it.each([
    ['127.0.0.1', 'plaintext', undefined, 'its brokers are here'],
    ['192.0.2.5', 'plaintext', /^asking: .*not talking to 192\.0\.2\.5:\d+ in plaintext/, 'its brokers are elsewhere'],
    ['broker.invalid', 'plaintext', /not talking to broker\.invalid:\d+ in plaintext/, 'they are elsewhere, by name'],
  ] as const)(
    'whose metadata names %s is used by %s or refused with the reason: %s (%s)',
    async (host, security, why, _) => {
      const tunnel = await FakeBroker.start(host);
      const admin = (await connectKafka(settings({ brokers: [tunnel.address], security }), silent)).admin({
        retry: { retries: 0 },
      });
      const asking = admin
        .connect()
        .then(() => admin.describeCluster())
        .catch((error: unknown) => Promise.reject(failureOf(error, 'asking')));
      try {
        if (why === undefined) expect(await asking).toMatchObject({ controller: 1 });
        else await expect(asking).rejects.toMatchObject({ code: 'refused', message: expect.stringMatching(why) });
      } finally {
        await admin.disconnect();
        await tunnel.close();
      }
    },
  );
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
