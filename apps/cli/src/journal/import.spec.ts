import { mkdtempSync, rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stores } from '@barometer/store';
import { fakeLog, fakeStores, type FakeStores } from '@barometer/store/testing';
import fc from 'fast-check';
import { exportDesk } from './export.js';
import { importDesk } from './import.js';
import { openExport, type ExportFile } from './read-file.js';

const directory = mkdtempSync(join(tmpdir(), 'barometer-import-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let files = 0;

async function exported(stores: Stores): Promise<ExportFile> {
  const path = join(directory, `${files++}.ndjson`);
  await exportDesk(stores, { write: (text) => appendFile(path, text) });
  return openExport(path);
}

const withGaps = (stride: number): FakeStores => ({
  ...fakeStores(),
  ...{ journal: fakeLog(stride), alerts: fakeLog(stride), rejects: fakeLog(stride) },
});

const transition = (watch: string, watchSeq: number) => ({
  watch,
  watchSeq,
  hash: `${watch}${watchSeq}`,
  at: '2024-01-01',
  level: null,
});

/** A desk with so many entries, transitions at some of them, and a notifier that has planned some. */
async function filled(stores: FakeStores, entries: number, transitions: readonly number[]): Promise<FakeStores> {
  for (let i = 0; i < entries; i++)
    await stores.journal.append([{ value: JSON.stringify({ type: 'tick', recorded: i }) }]);
  let seq = 0;
  for (const at of transitions) {
    const place = stores.journal.records[at % entries]!.offset;
    const record = { transition: transition('w', ++seq), place, writer: 'x', writtenAt: '2024-01-01T00:00:00.000Z' };
    await stores.alerts.append([{ key: 'w', value: JSON.stringify(record) }]);
  }
  await stores.rejects.append([{ value: '{"reason":"x"}' }]);
  const { records } = stores.alerts;
  const planned = records.slice(0, Math.ceil(records.length / 2));
  const offsets = planned.map(({ offset }) => offset);
  const next = (planned.at(-1)?.offset ?? -1) + 1;
  const acts = (stores.journal.records[entries >> 1]?.offset ?? -1) + 1;
  const digests = [{ receiver: 'desk', due: 1, offsets: offsets.slice(-2) }];
  await stores.deliveries.put([
    ['~state/0000000001', JSON.stringify({ positions: { alerts: next, acts, seqs: { w: planned.length } }, digests })],
    ['n/r/planned', JSON.stringify({ order: 1, offsets, why: 'x' })],
    ['n/r/accepted', JSON.stringify({ stage: 'accepted' })],
  ]);
  const [last] = planned.slice(-1);
  if (last) {
    const { place } = JSON.parse(last.value) as { place: number };
    await stores.deliveries.put([
      ['~alert/0000000001/A', JSON.stringify({ peak: 2, last: { offset: last.offset, place } })],
    ]);
  }
  return stores;
}

/** Everything of a desk with each place said by what stands there. */
function meaning({ journal, alerts, rejects, deliveries }: FakeStores): unknown {
  const entryAt = (place: number) => journal.records.find(({ offset }) => offset === place)?.value;
  const alertAt = (place: number) => {
    const found = alerts.records.find(({ offset }) => offset === place);
    return found && (JSON.parse(found.value) as { transition: object }).transition;
  };
  const rows = [...deliveries.rows].sort().map(([key, value]) => {
    const row = JSON.parse(value) as {
      positions?: { alerts: number; acts: number };
      offsets?: number[];
      digests?: { offsets: number[] }[];
      last?: { offset: number; place: number };
    };
    return {
      key,
      ...row,
      ...(row.offsets && { offsets: row.offsets.map(alertAt) }),
      ...(row.digests && { digests: row.digests.map(({ offsets }) => offsets.map(alertAt)) }),
      ...(row.last && { last: [alertAt(row.last.offset), entryAt(row.last.place)] }),
      ...(row.positions && {
        positions: [
          alerts.records.filter(({ offset }) => offset >= row.positions!.alerts).length,
          journal.records.filter(({ offset }) => offset >= row.positions!.acts).length,
        ],
      }),
    };
  });
  const told = alerts.records.map(({ key, value }) => {
    const { place, ...rest } = JSON.parse(value) as { place: number };
    return { key, ...rest, at: entryAt(place) };
  });
  return {
    journal: journal.records.map(({ value }) => value),
    told,
    rejects: rejects.records.map(({ value }) => value),
    rows,
  };
}

const desk = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(), { maxLength: 12 }));

describe('importDesk', () => {
  it('says every place anew, whatever gaps the stores leave, and gives the same file when exported again', async () => {
    await fc.assert(
      fc.asyncProperty(desk, fc.constantFrom(1, 7, 1024), fc.constantFrom(1, 5, 1024), async ([entries, at], a, b) => {
        const from = await filled(withGaps(a), entries, at);
        const to = withGaps(b);
        const file = await exported(from);
        await importDesk({ stores: to, file, begun: undefined, begin: async () => {} });
        expect(meaning(to)).toEqual(meaning(from));
        expect((await exported(to)).end).toEqual(file.end);
      }),
      { numRuns: 60 },
    );
  });

  it('goes on after a crash at any write, as if there had been none', async () => {
    await fc.assert(
      fc.asyncProperty(desk, fc.nat({ max: 30 }), async ([entries, at], writes) => {
        const from = await filled(withGaps(1), entries, at);
        const to = withGaps(7);
        const file = await exported(from);
        const crash = importDesk({
          ...{ stores: failing(to, writes), file, begun: undefined, begin: async () => {} },
          atOnce: 3,
        });
        await crash.catch(({ message }: Error) => expect(message).toBe('crash'));
        await importDesk({ stores: to, file, begun: file.end.sha256, begin: async () => {} });
        expect(meaning(to)).toEqual(meaning(from));
      }),
      { numRuns: 60 },
    );
  });

  it('does not mix two files', async () => {
    const file = await exported(await filled(fakeStores(), 3, [1]));
    const other = importDesk({ stores: fakeStores(), file, begun: 'f'.repeat(64), begin: async () => {} });
    await expect(other).rejects.toThrow('an import of another file was begun here');
  });

  it('is not offered a desk whose start was lost', async () => {
    const from = await filled(fakeStores(), 5, [1]);
    from.journal.lose(2);
    await expect(exported(from)).rejects.toThrow(/^the journal begins at place 2: its start was lost/);
  });

  it('notices a desk that runs on while it is exported', async () => {
    const from = await filled(fakeStores(), 5, [1]);
    const path = join(directory, `${files++}.ndjson`);
    const read = from.rejects.read.bind(from.rejects);
    let reads = 0;
    from.rejects.read = async (...asked) => {
      if (++reads === 3) await from.rejects.append([{ value: '{}' }]);
      return read(...asked);
    };
    const export_ = exportDesk(from, { write: (text) => appendFile(path, text) });
    await expect(export_).rejects.toThrow(/^rejects changed while it was exported/);
  });
});

/** The stores, of which each write after so many fails. */
function failing(stores: FakeStores, writes: number): Stores {
  let left = writes;
  const spend = () => {
    if (left-- <= 0) throw new Error('crash');
  };
  const log = (one: FakeStores['journal']) =>
    Object.assign(Object.create(one) as typeof one, {
      append: async (records: Parameters<typeof one.append>[0]) => {
        spend();
        return one.append(records);
      },
    });
  const table = (one: FakeStores['feeds']) =>
    Object.assign(Object.create(one) as typeof one, {
      put: async (rows: Parameters<typeof one.put>[0]) => {
        spend();
        return one.put(rows);
      },
    });
  const { journal, alerts, rejects, feeds, deliveries } = stores;
  const logs = { journal: log(journal), alerts: log(alerts), rejects: log(rejects) };
  return { ...stores, ...logs, feeds: table(feeds), deliveries: table(deliveries) };
}
