import { StoreFailure } from '@barometer/store';
import { doneWithin } from './within.js';

const never = () => new Promise<never>(() => undefined);
const fails = (code: 'unreachable' | 'corrupt') => () => Promise.reject(new StoreFailure(code, 'no'));

describe('work done within a time', () => {
  it.each([
    { why: 'done at once', work: async () => 1, sleep: never, is: true },
    { why: 'never done', work: never, sleep: async () => undefined, is: false },
    { why: 'failed in a way that passes', work: fails('unreachable'), sleep: never, is: false },
  ])('$why: $is', async ({ work, sleep, is }) => {
    expect(await doneWithin(5, work(), sleep)).toBe(is);
  });

  it('throws what does not pass, and lets the wait go', async () => {
    let over: AbortSignal | undefined;
    const sleep = (_: number, signal: AbortSignal) => ((over = signal), never());
    await expect(doneWithin(5, fails('corrupt')(), sleep)).rejects.toMatchObject({ code: 'corrupt' });
    expect(over!.aborted).toBe(true);
  });
});
