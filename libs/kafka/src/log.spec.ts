import { logContract, type Opened } from '@barometer/store/testing';
import { onBrokers, freshPrefix, type SuiteBroker } from './testing/index.js';
import type { Log } from '@barometer/store';
import { openRig, type Rig } from './testing/rig.js';

/** A log on a topic of its own; reopening connects anew. */
async function openLog(broker: SuiteBroker, name: 'journal' | 'alerts'): Promise<Opened<Log> & { rig(): Rig }> {
  const prefix = freshPrefix();
  let rig = await openRig(broker, prefix, [name]);
  return {
    rig: () => rig,
    store: rig.log(name),
    reopen: async () => {
      await rig.close();
      rig = await openRig(broker, prefix, [name]);
      return rig.log(name);
    },
    close: () => rig.close(),
  };
}

onBrokers('a topic', (broker) => {
  logContract('a log of single records', () => openLog(broker, 'alerts'));
  logContract('a packed log', () => openLog(broker, 'journal'));

  it('packs neighbours into records, and gives them the same places whoever reads from where', async () => {
    const opened = await openLog(broker, 'journal');
    const log = opened.store;
    await log.append(Array.from({ length: 2_500 }, (_, index) => ({ value: `{"n":${index}}` })));
    const other = opened.rig().log('journal');
    const all = await log.read(0, 5_000);
    expect(all.map(({ value }) => value)).toEqual(Array.from({ length: 2_500 }, (_, index) => `{"n":${index}}`));
    for (const at of [0, 999, 1_000, 1_700, 2_499]) expect(await other.read(all[at]!.offset, 1)).toEqual([all[at]]);
    expect(await log.end()).toBe(3 * 1_024);
    await opened.close();
  });

  it('refuses to read what retention took away', async () => {
    const opened = await openLog(broker, 'alerts');
    await opened.store.append(Array.from({ length: 10 }, (_, n) => ({ value: String(n) })));
    await opened.rig().deleteBefore('alerts', 6);
    const again = await opened.reopen();
    expect(await again.begin()).toBe(6);
    await expect(again.read(3, 5)).rejects.toMatchObject({ code: 'lost' });
    expect((await again.read(6, 5)).map(({ value }) => value)).toEqual(['6', '7', '8', '9']);
    expect((await again.readBack(8, 5)).map(({ value }) => value)).toEqual(['6', '7']);
    await opened.close();
  });

  it('refuses what is too large for one record, and keeps nothing of it', async () => {
    const opened = await openLog(broker, 'journal');
    await expect(opened.store.append([{ value: 'x'.repeat(17 * 1_048_576) }])).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await opened.store.end()).toBe(0);
    await opened.close();
  });
});
