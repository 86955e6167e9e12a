import { fakeLog } from '@barometer/store/testing';
import { createTail } from './tail.js';

const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ value: String(from + index) }));

describe('a tail', () => {
  it('reads each record once, and shares one reading', async () => {
    const [log, taken] = [fakeLog(), [] as string[]];
    const tail = createTail(log, ({ value }) => taken.push(value));
    await log.append(lines(0, 3));
    await Promise.all([tail.catchUp(), tail.catchUp()]);
    await log.append(lines(3, 5));
    await tail.catchUp();
    expect(taken).toEqual(['0', '1', '2', '3', '4']);
  });

  it.each([
    { why: 'before it first read', read: 0, lost: 2, taken: ['2', '3', '4', '5'] },
    { why: 'behind where it stands', read: 3, lost: 2, taken: ['0', '1', '2', '3', '4', '5'] },
    { why: 'ahead of where it stands', read: 3, lost: 5, taken: ['0', '1', '2', '5'] },
  ])('reads what is left where the start was lost $why', async ({ read, lost, taken: expected }) => {
    const [log, taken] = [fakeLog(), [] as string[]];
    const tail = createTail(log, ({ value }) => taken.push(value));
    await log.append(lines(0, read));
    if (read > 0) await tail.catchUp();
    await log.append(lines(read, 6));
    log.lose(lost);
    await tail.catchUp();
    expect(taken).toEqual(expected);
  });
});
