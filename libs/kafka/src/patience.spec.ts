import { StoreFailure } from '@barometer/store';
import { patiently } from './patience.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Fails with these, one after another, then answers. */
function failing(...failures: Error[]) {
  let tries = 0;
  return {
    work: async () => {
      const failure = failures[tries++];
      if (failure) throw failure;
      return 'done';
    },
    tries: () => tries,
  };
}

const away = new StoreFailure('unreachable', 'nobody there');

describe('patience at the start', () => {
  it('lasts while nobody answers', async () => {
    const { work, tries } = failing(away, away);
    expect(await patiently(silent, work)).toBe('done');
    expect(tries()).toBe(3);
  });

  it.each([
    [new StoreFailure('refused', 'wrong password'), 'another try sends the same password'],
    [new Error('a bug'), 'what is not understood is not repeated'],
  ])('does not cover %s: %s', async (failure, _why) => {
    const { work, tries } = failing(failure);
    await expect(patiently(silent, work)).rejects.toBe(failure);
    expect(tries()).toBe(1);
  });

  it('ends', async () => {
    const { work } = failing(away, away);
    await expect(patiently(silent, work, 0)).rejects.toBe(away);
  });
});
