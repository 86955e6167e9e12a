import { encodeEntry, type Entry } from '@barometer/journal';
import { fakeLog } from '@barometer/store/testing';
import { journalTail } from './journal-tail.js';

const config: Entry = { type: 'config', engine: 'e', hash: 'h', replaces: null, definition: {} };
const beat = (recorded: number): Entry => ({ type: 'heartbeat', recorded, feed: 'f', at: recorded });
const history = (recorded: number): Entry => ({ type: 'heartbeat', recorded, feed: 'f', at: recorded, imported: true });
const ended = (recorded: number): Entry => ({ type: 'import ended', recorded });
const act = (recorded: number): Entry => ({
  type: 'act',
  recorded,
  wall: recorded,
  act: { kind: 'acknowledge', alertId: 'a', by: 'desk', note: '"config"' },
});
const NEVER = Number.NEGATIVE_INFINITY;

describe('journalTail', () => {
  it.each([
    { why: 'nothing', entries: [], tail: { stage: 'empty', recorded: NEVER } },
    { why: 'only a definition', entries: [config], tail: { stage: 'empty', recorded: NEVER } },
    { why: 'half an import', entries: [config, history(5)], tail: { stage: 'importing', recorded: 5 } },
    { why: 'an import that ended', entries: [history(5), ended(5), config], tail: { stage: 'imported', recorded: 5 } },
    {
      why: 'an act over history moves nothing',
      entries: [history(5), ended(5), act(900)],
      tail: { stage: 'imported', recorded: 5 },
    },
    { why: 'a live heartbeat', entries: [history(5), ended(5), beat(700)], tail: { stage: 'live', recorded: 700 } },
    {
      why: 'a tick',
      entries: [beat(700), { type: 'tick', recorded: 800 } as const],
      tail: { stage: 'live', recorded: 800 },
    },
    { why: 'an act after live reports', entries: [beat(700), act(900)], tail: { stage: 'live', recorded: 900 } },
  ])('$why', async ({ entries, tail }) => {
    const journal = fakeLog();
    await journal.append((entries as readonly Entry[]).map((entry) => ({ value: encodeEntry(entry) })));
    expect(await journalTail(journal)).toMatchObject(tail);
  });

  it.each([
    { why: 'the first', replaced: [null], inForce: 'h0' },
    { why: 'each names the one before', replaced: [null, 'h0', 'h1'], inForce: 'h2' },
    { why: 'one came too late', replaced: [null, 'h0', 'h0'], inForce: 'h1' },
    { why: 'two came too late', replaced: [null, 'h0', 'h0', 'x'], inForce: 'h1' },
    { why: 'one after one that came too late', replaced: [null, 'h0', 'h0', 'h1'], inForce: 'h3' },
    { why: 'what was before is lost', replaced: ['gone', 'h0'], inForce: 'h1' },
  ])('knows the definition in force where $why', async ({ replaced, inForce }) => {
    const journal = fakeLog();
    const configs = replaced.map((replaces, at): Entry => ({ ...config, hash: `h${at}`, replaces }));
    await journal.append([...configs, beat(1)].map((entry) => ({ value: encodeEntry(entry) })));
    expect((await journalTail(journal)).config?.hash).toBe(inForce);
  });

  it('finds the last definition far back', async () => {
    const journal = fakeLog();
    const far = [
      config,
      { ...config, hash: 'h2', replaces: 'h' },
      ...Array.from({ length: 2_000 }, (_, at) => beat(at)),
    ];
    await journal.append(far.map((entry) => ({ value: encodeEntry(entry) })));
    expect(await journalTail(journal)).toEqual({
      stage: 'live',
      recorded: 1_999,
      config: { hash: 'h2', engine: 'e', place: 1 },
    });
  });
});
