import { aDefinition } from '@barometer/desk/testing';
import { decodeEntry, encodeEntry } from '@barometer/journal';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { begin } from './begin.js';

const config = { hash: 'h', definition: aDefinition([]) };
const types = ({ journal }: FakeStores) => journal.records.map(({ value }) => decodeEntry(value).type);
const ended = encodeEntry({ type: 'import ended', recorded: 0 });

/** Begins over stores; `waited` is called where it would wait a while. */
async function run(stores: FakeStores, withHistory: boolean, waited: (time: number) => void = () => {}) {
  let times = 0;
  const history = async () => {
    await stores.journal.append([{ value: ended }]);
  };
  await begin({
    ...{ stores, config },
    ...(withHistory ? { history } : {}),
    sleep: async () => {
      if (++times > 10) throw new Error('waited for ever');
      waited(times);
    },
  });
  return types(stores);
}

describe('what a journal begins with', () => {
  it('is the config, then the history, by the process whose duty it is', async () => {
    expect(await run(fakeStores(), false)).toEqual(['config']);
    expect(await run(fakeStores(), true)).toEqual(['config', 'import ended']);
  });

  it('is left to another process where it is its duty', async () => {
    const stores = fakeStores();
    stores.shares.assign([]);
    expect(await run(stores, false)).toEqual([]);
  });

  it('waits for its turn where there is history', async () => {
    const stores = fakeStores();
    stores.shares.assign([]);
    const entries = await run(stores, true, (time) => time === 3 && stores.shares.assign(['collector']));
    expect(entries).toEqual(['config', 'import ended']);
  });

  it('is not put in twice where another process imported it meanwhile', async () => {
    const stores = fakeStores();
    stores.shares.assign([]);
    const entries = await run(stores, true, (time) => {
      if (time === 3) void stores.journal.append([{ value: ended }]);
    });
    expect(entries).toEqual(['import ended']);
  });
});
