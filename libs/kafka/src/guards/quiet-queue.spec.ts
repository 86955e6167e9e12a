import { jest } from '@jest/globals';
import { inside } from './internals.js';
import { guardQueue } from './quiet-queue.js';

interface Queue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: unknown;
  scheduleCheckPendingRequests(): void;
  checkPendingRequests(): void;
  destroy(): void;
}
type MakeQueue = new (options: object) => Queue;

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A queue, made as kafkajs makes it. */
function makeQueue(): Queue {
  const RequestQueue = inside<MakeQueue>('network/requestQueue/index.js');
  const logger = { ...quiet, namespace: () => quiet };
  return new RequestQueue({
    ...{ clientId: 'x', broker: 'x:1', requestTimeout: 1_000, logger },
    isConnected: () => true,
  });
}

describe('a queue of requests', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('wakes up for ever with nothing to do, as kafkajs 2.2.4 made it', async () => {
    const queue = makeQueue();
    let checks = 0;
    const check = queue.checkPendingRequests.bind(queue);
    queue.checkPendingRequests = () => {
      checks++;
      check();
    };
    queue.scheduleCheckPendingRequests();
    await jest.advanceTimersByTimeAsync(100);
    queue.destroy();
    expect(checks).toBeGreaterThan(50);
  });

  describe('with the guard', () => {
    beforeAll(() => {
      guardQueue();
      guardQueue();
    });

    it.each([
      { why: 'nothing is pending', pending: 0, throttled: -5, timers: 0 },
      { why: 'a request is pending', pending: 1, throttled: -5, timers: 1 },
      { why: 'the broker asked for patience', pending: 0, throttled: 500, timers: 1 },
    ])('sets $timers timers when $why', ({ pending, throttled, timers }) => {
      const queue = makeQueue();
      queue.pending = Array.from({ length: pending }, () => ({}));
      queue.throttledUntil = Date.now() + throttled;
      queue.scheduleCheckPendingRequests();
      queue.scheduleCheckPendingRequests();
      expect(jest.getTimerCount()).toBe(timers);
      queue.destroy();
    });

    it('sends what waited once the throttling is over', async () => {
      const queue = makeQueue();
      const sent: string[] = [];
      queue.throttledUntil = Date.now() + 300;
      queue.pending = [{ send: () => sent.push('request'), expectResponse: true }];
      queue.scheduleCheckPendingRequests();
      await jest.advanceTimersByTimeAsync(250);
      expect(sent).toEqual([]);
      await jest.advanceTimersByTimeAsync(100);
      expect(sent).toEqual(['request']);
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  it('is known by its version: the guards are written for 2.2.4', () => {
    expect(inside<{ version: string }>('../package.json').version).toBe('2.2.4');
  });
});
