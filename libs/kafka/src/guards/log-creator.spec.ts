import type { KafkaLog } from '../settings.js';
import { logCreator } from './log-creator.js';

const ERROR = 1;
const WARN = 2;
const INFO = 4;

function lines() {
  const said: [level: string, words: string, facts: object][] = [];
  const log = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [
      level,
      (facts: object, words: string) => said.push([level, words, facts]),
    ]),
  ) as unknown as KafkaLog;
  return { said, log };
}

describe('what kafkajs says', () => {
  it.each([
    {
      why: 'a rebalance',
      level: ERROR,
      message: 'Response Heartbeat(key: 12, version: 3)',
      error: 'The group is rebalancing, so a rejoin is needed',
      to: 'debug',
    },
    {
      why: 'a first join',
      level: ERROR,
      message: 'Response JoinGroup(key: 11, version: 5)',
      error: 'The group member needs to have a valid member id before actually entering a consumer group',
      to: 'debug',
    },
    {
      why: 'a coordinator that is loading',
      level: ERROR,
      message: 'Response JoinGroup(key: 11, version: 5)',
      error: "The coordinator is loading and hence can't process requests for this group",
      to: 'debug',
    },
    {
      why: 'an election',
      level: ERROR,
      message: 'Response Metadata',
      error: 'There is no leader for this topic-partition as we are in the middle of a leadership election',
      to: 'debug',
    },
    { why: 'information', level: INFO, message: 'Consumer has joined the group', to: 'debug' },
    {
      why: 'a lost connection',
      level: ERROR,
      message: 'Connection error: connect ECONNREFUSED 127.0.0.1:9092',
      to: 'warn',
    },
    { why: 'a wrong password', level: ERROR, message: 'SASL SCRAM SHA512 authentication failed: wrong', to: 'warn' },
    { why: 'a warning', level: WARN, message: 'Consumer group received unsubscribed topics', to: 'warn' },
  ])('goes to $to for $why', ({ level, message, error, to }) => {
    const { said, log } = lines();
    logCreator(log)()({ level, namespace: 'x', log: { message, ...(error === undefined ? {} : { error }) } });
    expect(said).toEqual([[to, `kafkajs: ${message}`, error === undefined ? {} : { error }]]);
  });

  it('is said once a minute, and leaves out what is not ours', () => {
    const { said, log } = lines();
    let now = 0;
    const write = logCreator(log, () => now)();
    const entry = { level: ERROR, namespace: 'x', log: { message: 'down', stack: 'at x', broker: 'a:1' } };
    for (now = 0; now <= 60_000; now += 1_000) write(entry);
    expect(said.filter(([level]) => level === 'warn')).toEqual([
      ['warn', 'kafkajs: down', { broker: 'a:1' }],
      ['warn', 'kafkajs: down', { broker: 'a:1' }],
    ]);
  });
});
