import { freshPrefix, onBrokers, type SuiteBroker } from './testing/index.js';
import type { Table } from '@barometer/store';
import { tableContract, type Opened } from '@barometer/store/testing';
import { openRig } from './testing/rig.js';

async function openTable(broker: SuiteBroker): Promise<Opened<Table>> {
  const prefix = freshPrefix();
  let rig = await openRig(broker, prefix, ['deliveries']);
  return {
    store: rig.table('deliveries'),
    reopen: async () => {
      await rig.close();
      rig = await openRig(broker, prefix, ['deliveries']);
      return rig.table('deliveries');
    },
    close: () => rig.close(),
  };
}

onBrokers('a compacted topic', (broker) => {
  tableContract('a topic', () => openTable(broker));

  it('shows each process what another put before it asked, long values as well', async () => {
    const prefix = freshPrefix();
    const [one, two] = [await openRig(broker, prefix, ['deliveries']), await openRig(broker, prefix, ['deliveries'])];
    const [a, b] = [one.table('deliveries'), two.table('deliveries')];
    for (let n = 0; n < 20; n++) {
      const value = JSON.stringify(`${n}`.repeat(n % 2 ? 5 : 5_000));
      await (n % 3 ? a : b).put([['k', value]]);
      expect([await a.get('k'), await b.get('k')]).toEqual([value, value]);
    }
    await a.put([['k', null]]);
    expect(await b.get('k')).toBeUndefined();
    await Promise.all([one.close(), two.close()]);
  });
});
