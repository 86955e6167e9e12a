import { Gauge } from 'prom-client';
import { askedGauge } from './asked-gauge.js';
import { createRegistry } from './metrics.js';

describe('a gauge that is asked', () => {
  const never = () => new Promise<number>(() => undefined);
  const fails = () => Promise.reject(new Error('the broker is away'));

  it.each([
    { why: 'a number at once', read: () => 7, sample: 'asked 7' },
    { why: 'a number that is waited for', read: async () => 7, sample: 'asked 7' },
    { why: 'no answer', read: never, sample: undefined },
    { why: 'a failure', read: fails, sample: undefined },
    {
      why: 'a fault',
      read: () => {
        throw new Error('x');
      },
      sample: undefined,
    },
  ])('leaves all other metrics be: $why', async ({ read, sample }) => {
    const registry = createRegistry();
    new Gauge({ name: 'other', help: 'x', registers: [registry] }).set(1);
    askedGauge(registry, { name: 'asked', help: 'x', read, patience: 20 });
    const lines = (await registry.metrics()).split('\n');
    expect(lines).toContain('other 1');
    expect(lines.find((line) => line.startsWith('asked '))).toBe(sample);
  });

  it('forgets its last number once none comes any more, and takes the next', async () => {
    const registry = createRegistry();
    const answers: (number | undefined)[] = [1, undefined, 3];
    const read = () => {
      const answer = answers.shift();
      if (answer === undefined) throw new Error('away');
      return answer;
    };
    askedGauge(registry, { name: 'asked', help: 'x', read });
    const scraped = async () => /^asked (.*)$/m.exec(await registry.metrics())?.[1];
    expect([await scraped(), await scraped(), await scraped()]).toEqual(['1', undefined, '3']);
  });
});
