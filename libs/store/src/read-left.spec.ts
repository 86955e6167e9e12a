import { StoreFailure } from './failure.js';
import { readLeft } from './read-left.js';
import { fakeLog } from './testing/index.js';

async function cut(begin: number) {
  const log = fakeLog();
  await log.append(['a', 'b', 'c', 'd'].map((value) => ({ value })));
  log.lose(begin);
  return log;
}

describe('reading what is left of a log', () => {
  it.each([
    { why: 'a whole log', begin: 0, from: 0, is: { from: 0, values: ['a', 'b'] } },
    { why: 'behind the cut', begin: 1, from: 2, is: { from: 2, values: ['c', 'd'] } },
    { why: 'before the cut', begin: 3, from: 1, is: { from: 3, values: ['d'] } },
    { why: 'where nothing is left', begin: 4, from: 0, is: { from: 4, values: [] } },
  ])('answers from where it read: $why', async ({ begin, from, is }) => {
    const left = await readLeft(await cut(begin), from, 2);
    expect({ from: left.from, values: left.records.map(({ value }) => value) }).toEqual(is);
  });

  it.each(['lost', 'unreachable'] as const)('throws what is %s for another reason', async (code) => {
    const log = await cut(0);
    log.read = () => Promise.reject(new StoreFailure(code, 'no such topic'));
    await expect(readLeft(log, 1, 2)).rejects.toMatchObject({ code });
  });
});
