import { jest } from '@jest/globals';
import { Desk } from '@barometer/desk';
import { fakeLog } from '@barometer/store/testing';
import { MINUTE } from '@barometer/time';
import { DeskCache } from './desk-cache.js';

/** A cache whose folds end when they are told to. */
function rig() {
  const folded: number[] = [];
  const ends: { readonly done: () => void; readonly fail: (error: Error) => void }[] = [];
  const cache = new DeskCache(fakeLog(), (_, at) => {
    folded.push(at);
    return new Promise((resolve, reject) => ends.push({ done: () => resolve(new Desk()), fail: reject }));
  });
  /** Lets whatever needs no fold to end happen. */
  const settled = () => jest.advanceTimersByTimeAsync(0);
  const end = async (how: 'done' | 'fail' = 'done') => {
    await settled();
    const fold = ends.shift()!;
    if (how === 'done') fold.done();
    else fold.fail(new Error('the store failed'));
    await settled();
  };
  return { cache, folded, end, settled };
}

describe('desks as known at an instant', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('are folded one after another, and once for all who ask meanwhile', async () => {
    const { cache, folded, end } = rig();
    const asked = [1, 2, 1].map((at) => cache.at(at));
    await end();
    expect(folded).toEqual([1, 2]);
    await end();
    const [first, second, again] = await Promise.all(asked);
    expect(first).toBe(again);
    expect(first).not.toBe(second);
  });

  it('are kept one at a time', async () => {
    const { cache, folded, end, settled } = rig();
    for (const at of [1, 2]) {
      void cache.at(at);
      await end();
      void cache.at(at);
    }
    await settled();
    expect(folded).toEqual([1, 2]);
    void cache.at(1);
    await settled();
    expect(folded).toEqual([1, 2, 1]);
  });

  it('are kept while somebody asks, and a minute longer', async () => {
    const { cache, folded, end, settled } = rig();
    void cache.at(1);
    await end();
    for (let asked = 0; asked < 3; asked++) {
      await jest.advanceTimersByTimeAsync(MINUTE - 1);
      void cache.at(1);
    }
    await settled();
    expect(folded).toEqual([1]);
    await jest.advanceTimersByTimeAsync(MINUTE);
    void cache.at(1);
    await settled();
    expect(folded).toEqual([1, 1]);
  });

  it('are refused past four under way, and taken again as soon as one is done', async () => {
    const { cache, end } = rig();
    const asked = [1, 2, 3, 4].map((at) => cache.at(at));
    await expect(cache.at(5)).rejects.toThrow('4 other looks back are under way');
    const again = cache.at(4);
    await end();
    const last = cache.at(5);
    for (let i = 0; i < 4; i++) await end();
    expect(await Promise.all([...asked, again, last])).toHaveLength(6);
  });

  it('that cannot be folded are not kept, and hold up nobody', async () => {
    const { cache, folded, end } = rig();
    const failing = expect(cache.at(1)).rejects.toThrow('the store failed');
    const next = cache.at(2);
    await end('fail');
    await failing;
    await end();
    await next;
    void cache.at(1);
    await end();
    expect(folded).toEqual([1, 2, 1]);
  });
});
