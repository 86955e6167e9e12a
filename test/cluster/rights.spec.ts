import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ifBrokersRun, kafkaJars } from '@barometer/kafka/testing';
import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import { isoDate } from '@barometer/time';
import { until } from '../acceptance/running.js';
import { examples, page } from '../docs/pages.js';
import { lastWords } from './last-words.js';
import type { Member, Role } from './member.js';
import { PREFIX, Scene, TOPIC } from './scene.js';

const VERSION = '4.4.0';

const AUTHORIZER = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  // Who comes by the plaintext listener, which is the test itself.
  'super.users': 'User:ANONYMOUS',
};

const ROLES = ['collector', 'assessor', 'notifier', 'console'] as const;

/** One of the rights that the commands give. */
interface Right {
  readonly on: 'TOPIC' | 'GROUP' | 'CLUSTER';
  readonly name: string;
  readonly operation: 'READ' | 'WRITE' | 'CREATE' | 'DESCRIBE_CONFIGS';
}

interface Lacking {
  readonly why: string;
  readonly role: Role;
  readonly right: Right;
  /** A topic that is not there. */
  readonly without?: string;
  readonly says: RegExp;
}

const ours = `${PREFIX}.`;
const LACKING: readonly Lacking[] = [
  {
    why: 'the right to read what it writes',
    role: 'assessor',
    right: { on: 'TOPIC', name: ours, operation: 'READ' },
    says: /^reading scene\.\w+: the user of Kafka lacks a right on the topic; docs/,
  },
  {
    why: 'the right to see how topics are set up',
    role: 'console',
    right: { on: 'TOPIC', name: ours, operation: 'DESCRIBE_CONFIGS' },
    says: /^preparing the topics scene\.journal, .*: the user of Kafka lacks a right on the topic; docs/,
  },
  {
    why: 'its input',
    role: 'collector',
    right: { on: 'TOPIC', name: TOPIC, operation: 'READ' },
    says: /^preparing the topics incidents: the user of Kafka lacks a right on the topic; docs/,
  },
  {
    why: 'its group',
    role: 'assessor',
    right: { on: 'GROUP', name: ours, operation: 'READ' },
    says: /^entering the group scene\.shares\.assessor: the user of Kafka lacks a right on the group; docs/,
  },
  {
    why: 'the right to make a topic that is missing',
    role: 'notifier',
    right: { on: 'CLUSTER', name: 'kafka-cluster', operation: 'CREATE' },
    without: `${PREFIX}.rejects`,
    says: /^scene\.rejects is not there for the user of Kafka, who may not create it: /,
  },
];

/** The commands of docs/kafka.md that give a user its rights. */
const documented = (): string => examples(page('docs/kafka.md'), 'rights').join('');

ifBrokersRun('a user of Kafka with the rights of docs/kafka.md', VERSION, () => {
  let scene: Scene;
  let admin: Admin;
  let kafka: string;
  beforeAll(async () => {
    scene = await Scene.open({ version: VERSION, secure: true, properties: AUTHORIZER });
    const { secureAddress, keys, address } = scene.broker;
    const sasl = `sasl: { mechanism: scram-sha-512, user: ${keys!.user}, passwordFile: ${keys!.passwordFile} }`;
    kafka = `brokers: ['${secureAddress}'], security: tls, caFile: ${keys!.caFile}, ${sasl}`;
    admin = new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
  }, 300_000);
  afterAll(async () => {
    await admin?.disconnect();
    await scene?.close();
  }, 60_000);

  /** Runs the commands as a reader would who has Kafka's own tools. */
  async function grant(): Promise<void> {
    const tool = join(scene.directory, 'kafka-acls.sh');
    const jars = await kafkaJars('3.9.1');
    writeFileSync(tool, `#!/bin/sh\nexec java -cp '${jars}/*' kafka.admin.AclCommand "$@"\n`);
    chmodSync(tool, 0o755);
    const env = { ...process.env, PATH: `${scene.directory}:${process.env['PATH']}` };
    const script = documented()
      .replaceAll('kafka-1.example.org:9093', scene.broker.address)
      .replaceAll('barometer.', `${PREFIX}.`)
      .replaceAll(/ --command-config \S+/g, '');
    execFileSync('sh', ['-euc', script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  const start = async (role: Role): Promise<Member> => {
    const member = await scene.add(role, { kafka });
    await until(async () => !member.alive || (await member.ready()), 60_000);
    return member;
  };

  it('runs every service, from a report to a receiver, on topics that it makes and again on those that are there', async () => {
    await grant();
    for (const recordId of ['first', 'second']) {
      const members: Member[] = [];
      for (const role of ROLES) members.push(await start(role));
      expect(members.map(({ said, ends }) => [lastWords(said), ends])).toEqual(ROLES.map(() => [[], []]));
      await send(recordId);
      await until(() => scene.sink.taken.some(({ body }) => JSON.stringify(body).includes(`wire/${recordId}`)), 60_000);
      for (const member of members) await member.end('SIGTERM');
      expect(members.map(({ ends }) => ends)).toEqual(ROLES.map(() => [0]));
    }
  }, 240_000);

  it.each(LACKING)(
    'ends the $role with one line where it lacks $why',
    async ({ role, right, without, says }) => {
      const acl = aclOf(right, scene.broker.keys!.user);
      const { filterResponses } = await admin.deleteAcls({ filters: [acl] });
      expect(filterResponses.map(({ matchingAcls }) => matchingAcls.length)).toEqual([1]);
      try {
        if (without !== undefined) await admin.deleteTopics({ topics: [without] });
        const member = await start(role);
        await until(() => !member.alive, 60_000);
        expect([lastWords(member.said), member.ends]).toEqual([[expect.stringMatching(says)], [2]]);
      } finally {
        await admin.createAcls({ acl: [acl] });
      }
    },
    90_000,
  );

  it('takes nothing in and says so once while it may not write, and goes on when it may again', async () => {
    const acl = aclOf({ on: 'TOPIC', name: ours, operation: 'WRITE' }, scene.broker.keys!.user);
    const collector = await start('collector');
    await admin.deleteAcls({ filters: [acl] });
    await send('third');
    await until(() => lastWords(collector.said).length > 0, 60_000);
    expect([await collector.ready(), collector.alive]).toEqual([false, true]);
    await admin.createAcls({ acl: [acl] });
    await until(() => collector.said.includes('records are taken in again'), 60_000);
    await collector.end('SIGTERM');
    expect(lastWords(collector.said)).toEqual([
      expect.stringContaining(
        'appending to scene.journal: the user of Kafka lacks a right on the topic; docs/kafka.md',
      ),
    ]);
  }, 180_000);

  async function send(recordId: string): Promise<void> {
    const report = {
      dataset: 'wire',
      recordId,
      revision: 1,
      kind: 'attack',
      country: 'IQ',
      reporter: 'us_dod',
      injured: 12,
    };
    const value = JSON.stringify({ ...report, occurredFrom: isoDate(Date.now()) });
    const producer = new kafkajs.Kafka({
      brokers: [scene.broker.address],
      logLevel: kafkajs.logLevel.NOTHING,
    }).producer();
    await producer.connect();
    await producer.send({ topic: TOPIC, messages: [{ value }] });
    await producer.disconnect();
  }
});

function aclOf({ on, name, operation }: Right, user: string): AclEntry {
  const { PREFIXED, LITERAL } = kafkajs.ResourcePatternTypes;
  return {
    ...{
      resourceType: kafkajs.AclResourceTypes[on],
      resourceName: name,
      operation: kafkajs.AclOperationTypes[operation],
    },
    ...{ principal: `User:${user}`, host: '*', permissionType: kafkajs.AclPermissionTypes.ALLOW },
    resourcePatternType: name.endsWith('.') ? PREFIXED : LITERAL,
  };
}
