import { fakeTable } from '@barometer/store/testing';
import { Snapshots } from './snapshots.js';

const long = (letter: string) => letter.repeat(450_000);

describe('snapshots', () => {
  it('come back as they went, however many chunks they take', async () => {
    const table = fakeTable();
    await new Snapshots(table).save(long('x'));
    expect(await new Snapshots(table).load()).toBe(long('x'));
    expect([...table.rows.keys()]).toEqual(['desk/a/0', 'desk/a/1', 'desk/a/2', 'desk/manifest']);
  });

  it('keep the previous one until the next stands', async () => {
    const table = fakeTable();
    const snapshots = new Snapshots(table);
    await snapshots.save(long('x'));
    table.failure = new Error('disk full');
    await expect(snapshots.save(long('y'))).rejects.toThrow('disk full');
    table.failure = undefined;
    await table.put([['desk/b/0', JSON.stringify('torn')]]);
    expect(await snapshots.load()).toBe(long('x'));
    await snapshots.save(long('y'));
    expect(await snapshots.load()).toBe(long('y'));
  });

  it('are none where a chunk is gone', async () => {
    const table = fakeTable();
    const snapshots = new Snapshots(table);
    await snapshots.save(long('x'));
    await table.put([['desk/a/1', null]]);
    expect(await snapshots.load()).toBeUndefined();
  });

  it('of an empty desk are not kept', async () => {
    const table = fakeTable();
    await new Snapshots(table).save('');
    expect(await new Snapshots(table).load()).toBeUndefined();
  });
});
