import { StoreFailure } from '@barometer/store';
import type { Consumer } from 'kafkajs';
import { guardCrashes } from './crash.js';
import { FakeConsumer } from '../testing/fake-consumer.js';

const MINUTE = 60_000;
const caused = (name: string, cause: Error): Error => Object.assign(new Error(cause.message, { cause }), { name });
const protocol = (type: string, retriable: boolean): Error => Object.assign(new Error(type), { type, retriable });
const refused = Object.assign(new Error('wrong password'), {
  name: 'KafkaJSSASLAuthenticationError',
  retriable: false,
});
const gone = protocol('UNKNOWN_TOPIC_OR_PARTITION', true);
const lonely = Object.assign(new Error('connect ECONNREFUSED'), { name: 'KafkaJSConnectionError', retriable: true });
const lost = new StoreFailure('lost', 'the place is gone');

describe('a consumer that crashes', () => {
  it.each([
    {
      why: 'kafkajs will not restart it',
      error: caused('KafkaJSNonRetriableError', refused),
      restart: false,
      after: 0,
      code: 'refused',
    },
    {
      why: 'it says itself what was lost',
      error: caused('KafkaJSNonRetriableError', lost),
      restart: false,
      after: 0,
      code: 'lost',
    },
    {
      why: 'it was a fault in a program',
      error: new TypeError('x is not y'),
      restart: false,
      after: 0,
      code: 'unreachable',
    },
    {
      why: 'no restart mends a refusal',
      error: caused('KafkaJSNumberOfRetriesExceeded', protocol('TOPIC_AUTHORIZATION_FAILED', false)),
      restart: true,
      after: 0,
      code: 'refused',
    },
    {
      why: 'its topic is gone',
      error: caused('KafkaJSNumberOfRetriesExceeded', gone),
      restart: true,
      after: 10_000,
      code: 'lost',
    },
    {
      why: 'nobody answered for five minutes',
      error: caused('KafkaJSNumberOfRetriesExceeded', lonely),
      restart: true,
      after: 5 * MINUTE,
      code: 'unreachable',
    },
  ])('is fatal, for $why', ({ error, restart, after, code }) => {
    const consumer = new FakeConsumer();
    const fatal: Error[] = [];
    let now = 0;
    guardCrashes(consumer as unknown as Consumer, {
      doing: 'reading',
      onFatal: (each) => fatal.push(each),
      now: () => now,
    });
    if (after > 0) {
      now = after - 1;
      consumer.emit('consumer.crash', { error, restart });
      expect(fatal).toEqual([]);
      now = after;
    }
    consumer.emit('consumer.crash', { error, restart });
    expect(fatal).toMatchObject([{ name: 'StoreFailure', code }]);
  });

  it('is given its patience anew by every fetch', () => {
    const consumer = new FakeConsumer();
    const fatal: Error[] = [];
    let now = 0;
    guardCrashes(consumer as unknown as Consumer, {
      doing: 'reading',
      onFatal: (each) => fatal.push(each),
      now: () => now,
    });
    for (let minute = 0; minute < 60; minute += 4) {
      now = minute * MINUTE;
      consumer.emit('consumer.fetch', {});
      now += 4 * MINUTE;
      consumer.emit('consumer.crash', { error: lonely, restart: true });
    }
    expect(fatal).toEqual([]);
  });
});
