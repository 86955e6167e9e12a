import { jest } from '@jest/globals';
import type { Consumer } from 'kafkajs';
import { FakeConsumer } from '../testing/fake-consumer.js';
import { watchProgress } from './watchdog.js';

const SILENCE = 1_000;

describe('a consumer that stops in silence', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  interface Case {
    readonly why: string;
    readonly lags: readonly (number | Error)[];
    readonly fetches?: boolean;
    readonly waiting?: boolean;
    readonly fatal: boolean;
  }

  it.each<Case>([
    { why: 'behind, and getting no nearer', lags: [5, 5, 5], fatal: true },
    { why: 'behind, and falling back', lags: [5, 6, 7], fatal: true },
    { why: 'behind, and it still fetches', lags: [5, 5, 5], fetches: true, fatal: false },
    { why: 'behind, because records wait in our hands', lags: [5, 5, 5], waiting: true, fatal: false },
    { why: 'behind, and catching up', lags: [5, 4, 3, 2, 1, 0], fatal: false },
    { why: 'not behind', lags: [0, 0, 0], fatal: false },
    { why: 'nobody answers: another guard looks after that', lags: [new Error('no'), new Error('no')], fatal: false },
  ])('$why: fatal $fatal', async ({ lags, fetches = false, waiting = false, fatal }) => {
    const consumer = new FakeConsumer();
    const told: Error[] = [];
    let now = 0;
    let looks = 0;
    const unwatch = watchProgress(consumer as unknown as Consumer, {
      doing: 'reading',
      onFatal: (error) => told.push(error),
      now: () => now,
      silence: SILENCE,
      waiting: () => waiting,
      behind: async () => {
        const lag = lags[Math.min(looks++, lags.length - 1)]!;
        if (lag instanceof Error) throw lag;
        return lag;
      },
    });
    for (let quarter = 0; quarter < 12; quarter++) {
      now += SILENCE / 4;
      if (fetches) consumer.emit('consumer.fetch', {});
      await jest.advanceTimersByTimeAsync(SILENCE / 4);
    }
    unwatch();
    expect(told.map(({ message }) => message)).toEqual(
      fatal
        ? [expect.stringMatching(/^reading: stopped in silence, [57] records behind and not a fetch for 1 s$/)]
        : [],
    );
  });
});
