import { DAY, HOUR, MINUTE, SECOND } from '@barometer/time';
import fc from 'fast-check';
import { after, retryPolicy } from './attempt.js';

describe('the next attempt', () => {
  const history = { key: 'k', planned: 0, last: 0 };

  it.each([
    { channel: 'webhook', attempts: 1, from: 0, to: SECOND, why: 'full jitter over a second' },
    { channel: 'webhook', attempts: 4, from: 0, to: 8 * SECOND, why: 'doubled each time' },
    { channel: 'webhook', attempts: 40, from: 0, to: 5 * MINUTE, why: 'never over five minutes' },
    { channel: 'email', attempts: 1, from: 0.75 * MINUTE, to: MINUTE, why: 'a greylisting server wants to wait' },
    { channel: 'email', attempts: 2, from: 3.75 * MINUTE, to: 5 * MINUTE, why: 'then five' },
    { channel: 'email', attempts: 9, from: 22.5 * MINUTE, to: 30 * MINUTE, why: 'never over thirty' },
    { channel: 'pigeon', attempts: 1, from: 0, to: SECOND, why: 'an unknown channel waits like a webhook' },
  ])('$channel after $attempts: $why', ({ channel, attempts, from, to }) => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const next = after({ ...history, key, attempts }, retryPolicy(channel))!;
        expect(next).toBeGreaterThanOrEqual(from);
        expect(next).toBeLessThanOrEqual(to);
      }),
    );
  });

  it.each([
    { retryAfter: 2 * MINUTE, at: 2 * MINUTE, why: 'a receiver may ask for more' },
    { retryAfter: DAY, at: HOUR, why: 'but not for more than an hour' },
  ])('Retry-After: $why', ({ retryAfter, at }) => {
    expect(after({ ...history, attempts: 1, retryAfter }, retryPolicy('webhook'))).toBe(at);
  });

  it('is none after the deadline', () => {
    expect(after({ ...history, attempts: 9, last: DAY, retryAfter: MINUTE }, retryPolicy('webhook'))).toBeUndefined();
    expect(after({ ...history, attempts: 9, last: DAY }, retryPolicy('email'))).toBeGreaterThan(DAY);
  });

  it('is the same on every machine', () => {
    const again = () => after({ ...history, attempts: 7 }, retryPolicy('webhook'));
    expect(again()).toBe(again());
  });
});
