import { readIncidentFile } from '@barometer/feed';
import { decodeEntry, encodeEntry } from '@barometer/journal';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { DAY, ManualClock } from '@barometer/time';
import { importHistory, type Imported, type ImportOptions } from './import-history.js';
import { publishConfig } from './publish-config.js';
import { incident } from './testing/incident.js';
import { definition, NOW } from './testing/running.js';

const JAN_28 = Date.UTC(2024, 0, 28);
const clock = new ManualClock(NOW);

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

function linesOf(list: readonly unknown[]) {
  const text = list.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  return readIncidentFile(bytesOf(text), { now: NOW, mode: 'history' });
}

const run = (stores: FakeStores, list: readonly unknown[], options: Partial<ImportOptions> = {}) =>
  importHistory(stores, linesOf(list), { clock, source: 'history.ndjson', ...options });

const entries = (stores: FakeStores) => stores.journal.records.map(({ value }) => decodeEntry(value));
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => incident(`r${index}`, { reportedAt: '2024-01-28' }));

describe('importHistory', () => {
  let stores: FakeStores;
  beforeEach(() => {
    stores = fakeStores();
  });

  it('records each line at its report, never before the line before it, and ends', async () => {
    const outcome = await run(stores, [
      incident('a', { reportedAt: '2024-01-29T00:00:00Z' }),
      incident('b', { reportedAt: '2024-01-28T00:00:00Z' }),
      { heartbeat: 'region', at: '2024-01-30T00:00:00Z' },
    ]);
    expect(outcome).toEqual({ outcome: 'done', accepted: 3, rejected: 0 });
    expect(entries(stores)).toMatchObject([
      { type: 'revision', recorded: JAN_28 + DAY, imported: true, revision: { recordId: 'a' } },
      { type: 'revision', recorded: JAN_28 + DAY, imported: true, revision: { recordId: 'b' } },
      { type: 'heartbeat', recorded: JAN_28 + 2 * DAY, imported: true },
      { type: 'import ended', recorded: JAN_28 + 2 * DAY },
    ]);
  });

  it('imports nothing twice', async () => {
    await run(stores, many(3));
    expect(await run(stores, many(3))).toEqual({ outcome: 'already', accepted: 0, rejected: 0 });
    expect(stores.journal.records).toHaveLength(4);
  });

  it('imports nothing into a journal that is live', async () => {
    await stores.journal.append([{ value: encodeEntry({ type: 'heartbeat', recorded: NOW, feed: 'f', at: NOW }) }]);
    expect((await run(stores, many(3))).outcome).toBe('already');
    expect(stores.journal.records).toHaveLength(1);
  });

  it('comes after the definition in force', async () => {
    await publishConfig(stores.journal, { definition, hash: 'h' }, 'test/1');
    await run(stores, many(1));
    expect(await publishConfig(stores.journal, { definition, hash: 'h' }, 'test/1')).toBe(false);
    expect(entries(stores).map(({ type }) => type)).toEqual(['config', 'revision', 'import ended']);
  });

  it('keeps what it cannot use, with the line', async () => {
    const outcome = await run(stores, [incident('a'), '{"broken', incident('c')]);
    expect(outcome).toMatchObject({ accepted: 2, rejected: 1 });
    const [reject] = stores.rejects.records.map(({ value }) => JSON.parse(value) as object);
    expect(reject).toMatchObject({ reason: 'broken_json', place: 'history.ndjson, item 2' });
  });

  it('gives the same journal after being cut off between any two appends', async () => {
    const list = many(3_500).flatMap((line, index) => (index % 900 === 0 ? [line, '{"broken'] : [line]));
    await run(stores, list);
    for (let appends = 0; appends <= 5; appends++) {
      const cut = fakeStores();
      failAfter(cut, appends);
      await run(cut, list).catch(() => undefined);
      const resumed = fakeStores();
      await resumed.journal.append(cut.journal.records);
      await resumed.rejects.append(cut.rejects.records);
      await run(resumed, list);
      expect(resumed.journal.records).toEqual(stores.journal.records);
      const places = (each: FakeStores) => new Set(each.rejects.records.map(({ value }) => value));
      expect(places(resumed)).toEqual(places(stores));
    }
  });

  it('stops between batches when asked, and goes on', async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await run(stores, many(2_500), { signal: stop.signal })).toMatchObject({
      outcome: 'stopped',
      accepted: 1_000,
    });
    expect(await run(stores, many(2_500))).toMatchObject({ outcome: 'done', accepted: 2_500 });
    expect(stores.journal.records).toHaveLength(2_501);
  });

  it('tells how far it has come', async () => {
    const seen: Imported[] = [];
    await run(stores, many(1_500), { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([
      { accepted: 1_000, rejected: 0 },
      { accepted: 1_500, rejected: 0 },
    ]);
  });

  it('appends nothing for an empty file', async () => {
    expect(await run(stores, [])).toEqual({ outcome: 'done', accepted: 0, rejected: 0 });
    expect(stores.journal.records).toEqual([]);
  });

  it('keeps order when it goes on with dates that fall back', async () => {
    const list = [incident('a', { reportedAt: '2024-01-30T00:00:00Z' }), ...many(1_500)];
    const stop = AbortSignal.abort();
    await run(stores, list, { signal: stop });
    await run(stores, list);
    const recorded = entries(stores).map((entry) => (entry.type === 'config' ? 0 : entry.recorded));
    expect(recorded).toEqual([...recorded].sort((a, b) => a - b));
    expect(recorded.at(-1)! - JAN_28).toBe(2 * DAY);
  });
});

/** Lets this many appends to the journal through; those after it fail. */
function failAfter(stores: FakeStores, appends: number): void {
  const append = stores.journal.append.bind(stores.journal);
  let left = appends;
  stores.journal.append = async (records) => {
    if (left-- <= 0) throw new Error('killed');
    return append(records);
  };
}
