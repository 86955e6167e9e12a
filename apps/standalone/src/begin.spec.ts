import { aDefinition, aRule, aWatch, Story } from '@barometer/desk/testing';
import { decodeEntry, encodeEntry } from '@barometer/journal';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { timerSleep } from '@barometer/service';
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

describe('a newer engine', () => {
  const NEWER = 'barometer/99.0.0';
  const rule = aRule({
    name: 'any',
    reading: { kind: 'count', of: 'attacks', window: '2d' },
    levels: { high: 'count >= 1' },
  });
  const watching = aDefinition([aWatch('a', [rule])]);
  const upgrade = (stores: FakeStores) => begin({ stores, config, engine: NEWER, sleep: timerSleep });

  /** A desk that was run by this version's engine, with what it told. */
  async function told(): Promise<FakeStores> {
    const stores = fakeStores();
    const { journal, alerts } = stores;
    const story = new Story(watching);
    story.report({ recordId: 'first', occurredFrom: 0 });
    for (const entry of story.entries) await journal.append([{ value: encodeEntry(entry) }]);
    expect(story.transitions.length).toBeGreaterThan(0);
    for (const transition of story.transitions)
      await alerts.append([{ value: JSON.stringify({ transition, place: 1, writer: 'test', writtenAt: '' }) }]);
    return stores;
  }

  it('takes effect where it folds what was told', async () => {
    const stores = await told();
    await upgrade(stores);
    expect(stores.journal.records.map(({ value }) => value.includes(NEWER))).toEqual([false, false, true]);
  });

  it('stays out of the journal where it folds anything else, so that the version before goes on', async () => {
    const stores = await told();
    const [first, ...rest] = stores.alerts.records;
    const record = JSON.parse(first!.value) as { transition: { hash: string } };
    record.transition.hash = 'f'.repeat(64);
    stores.alerts.records.splice(0, Infinity, { ...first!, value: JSON.stringify(record) }, ...rest);
    await expect(upgrade(stores)).rejects.toThrow('differs from the one in the alert log');
    expect(types(stores)).toEqual(['config', 'revision']);
  });
});
