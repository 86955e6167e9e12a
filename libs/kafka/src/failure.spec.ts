import { StoreFailure } from '@barometer/store';
import kafkajs from 'kafkajs';
import { failureOf, isTransient } from './failure.js';

const { KafkaJSConnectionError, KafkaJSProtocolError } = kafkajs;

// Their types leave their arguments out.
const BrokerNotFound = kafkajs.KafkaJSBrokerNotFound as new (words: string) => Error;
const WrongPassword = kafkajs.KafkaJSSASLAuthenticationError as new (words: string) => Error;
const NonRetriable = kafkajs.KafkaJSNonRetriableError as new (words: string) => Error;
const RetriesExceeded = kafkajs.KafkaJSNumberOfRetriesExceeded as new (error: Error, options: object) => Error;
const away = new KafkaJSConnectionError('connect ECONNREFUSED');
const answer = (type: string, retriable: boolean) =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, retriable, code: 1, name: 'KafkaJSProtocolError' }));
/** As kafkajs gives up: `retries` of its own run out, then those around them have nothing to retry. */
const givenUp = (error: Error) => new RetriesExceeded(error, { retryCount: 8, retryTime: 5_000 });
const around = (error: Error) => Object.assign(new NonRetriable(error.message), { cause: error.cause ?? error });

describe('a failure of the cluster', () => {
  it.each([
    { why: 'nobody answers', error: away, transient: true, code: 'unsure' },
    { why: 'after all retries', error: givenUp(away), transient: true, code: 'unsure' },
    { why: 'after all retries within others', error: around(givenUp(away)), transient: true, code: 'unsure' },
    { why: 'twice within others', error: around(around(givenUp(away))), transient: true, code: 'unsure' },
    { why: 'no broker left', error: new BrokerNotFound('none'), transient: true, code: 'unsure' },
    { why: 'an election', error: givenUp(answer('NOT_LEADER', true)), transient: true, code: 'unsure' },
    {
      why: 'no right to',
      error: around(answer('TOPIC_AUTHORIZATION_FAILED', false)),
      transient: false,
      code: 'refused',
    },
    { why: 'history gone', error: around(answer('OFFSET_OUT_OF_RANGE', false)), transient: false, code: 'lost' },
    {
      why: 'a wrong password',
      error: around(new WrongPassword('no')),
      transient: false,
      code: 'refused',
    },
    { why: 'something of its own', error: new NonRetriable('never'), transient: false, code: 'io' },
  ])('is known for what it is: $why', ({ error, transient, code }) => {
    expect(isTransient(error)).toBe(transient);
    const failure = failureOf(error, 'appending', isTransient(error) ? 'unsure' : 'io');
    expect(failure).toBeInstanceOf(StoreFailure);
    expect(failure.code).toBe(code);
  });
});
