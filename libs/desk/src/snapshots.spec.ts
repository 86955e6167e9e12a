import { encodeEntry, type Entry } from '@barometer/journal';
import { fakeLog, fakeTable, type FakeLog, type FakeTable } from '@barometer/store/testing';
import fc from 'fast-check';
import { checksum } from './checksum.js';
import { keysOf, sealed, unsealed } from './manifest.js';
import { Follower } from './run.js';
import { Snapshots } from './snapshots.js';
import { busyDefinition, configEntry, input, packing, reports } from './testing/index.js';

const CONFIG = configEntry(busyDefinition());
const END = Date.UTC(2024, 11, 1);
const RUNS = process.env['SOAK'] ? 3_000 : 50;

async function journalOf(entries: readonly Entry[], stride = 1): Promise<FakeLog> {
  const journal = fakeLog(stride);
  for (const entry of entries) await journal.append([{ value: encodeEntry(entry) }]);
  return journal;
}

/** The rest of the journal folded over what the follower holds: what came out since, and every reading at the end. */
async function finish(follower: Follower): Promise<{ log: string[]; readings: string }> {
  await follower.catchUp();
  const { desk } = follower;
  desk.advance(END);
  const log = desk.takePending().map(({ transition }) => JSON.stringify(transition));
  const readings = desk.definition!.watches.flatMap((watch) =>
    watch.rules.flatMap(({ name }) =>
      desk.series(watch.name, name).map((series) => {
        const { value, fields, known } = desk.read(watch.name, name, series)!;
        return known && value !== 0 ? JSON.stringify([watch.name, name, series, value, fields]) : '';
      }),
    ),
  );
  return { log, readings: readings.filter((text) => text !== '').join('\n') };
}

/** Folds a journal up to a place and saves there; answers what came out up to then. */
async function saveAt(journal: FakeLog, table: FakeTable, cut: number): Promise<string[]> {
  const start = fakeLog();
  start.records.push(...journal.records.slice(0, cut));
  const follower = new Follower({ journal: start });
  await follower.catchUp();
  await follower.save(new Snapshots(table, { packing }));
  return follower.desk.takePending().map(({ transition }) => JSON.stringify(transition));
}

describe('a snapshot', () => {
  it('and the rest of the journal are the same as all of it, at any cut, also from a second snapshot', async () => {
    await fc.assert(
      fc.asyncProperty(input, fc.nat(), fc.nat(), fc.constantFrom(1, 1024), async (entries, m, n, stride) => {
        const journal = await journalOf([CONFIG, ...entries], stride);
        const [first, second] = [1 + (m % journal.records.length), 1 + (n % journal.records.length)].sort(
          (a, b) => a - b,
        );
        const table = fakeTable();
        await saveAt(journal, table, first!);
        const before = await saveAt(journal, table, second!);
        const follower = new Follower({ journal });
        expect(await follower.restore(new Snapshots(table, { packing }))).toEqual([]);
        expect(follower.next).toBe(journal.records[second! - 1]!.offset + 1);
        const whole = await finish(new Follower({ journal }));
        const { log, readings } = await finish(follower);
        expect([...before, ...log]).toEqual(whole.log);
        expect(readings).toBe(whole.readings);
      }),
      { numRuns: RUNS },
    );
  });

  it('is of the state that was taken, though the desk folds on before it is written; so is the next, of what changed', async () => {
    await fc.assert(
      fc.asyncProperty(input, fc.nat(), async (entries, n) => {
        const journal = await journalOf([CONFIG, ...entries]);
        const cut = 1 + (n % journal.records.length);
        const [early, late, tables] = [fakeTable(), fakeTable(), fakeTable()];
        await saveAt(journal, early, cut);
        await saveAt(journal, late, journal.records.length);
        const growing = fakeLog();
        growing.records.push(...journal.records.slice(0, cut));
        const follower = new Follower({ journal: growing });
        await follower.catchUp();
        const snapshots = new Snapshots(tables, { packing });
        const write = await follower.take(snapshots);
        growing.records.push(...journal.records.slice(cut));
        await follower.catchUp();
        await write();
        expect([...tables.rows].sort()).toEqual([...early.rows].sort());
        await follower.save(snapshots);
        expect(tables.rows.get('desk/manifest')).toBe(late.rows.get('desk/manifest'));
        for (const [key, value] of late.rows) expect([key, tables.rows.get(key)]).toEqual([key, value]);
      }),
      { numRuns: RUNS },
    );
  });

  it('that is damaged anywhere is not used: the one before it is, or the whole journal', async () => {
    const hurt = fc.record({
      row: fc.nat(),
      at: fc.nat(),
      how: fc.constantFrom('flip' as const, 'cut' as const, 'gone' as const, 'empty' as const),
      bit: fc.nat({ max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(input, fc.nat(), fc.array(hurt, { minLength: 1, maxLength: 3 }), async (entries, n, hurts) => {
        const journal = await journalOf([CONFIG, ...entries], 1024);
        const table = fakeTable();
        const cut = 1 + (n % journal.records.length);
        await saveAt(journal, table, 1 + (cut >> 1));
        await saveAt(journal, table, cut);
        for (const one of hurts) damage(table, one);
        const follower = new Follower({ journal });
        const refused = await follower.restore(new Snapshots(table, { packing }));
        expect(refused.length > 0 || follower.next > 0 || !table.rows.has('desk/manifest')).toBe(true);
        const whole = await finish(new Follower({ journal }));
        const { log, readings } = await finish(follower);
        expect(whole.log.slice(whole.log.length - log.length)).toEqual(log);
        expect(readings).toBe(whole.readings);
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    {
      why: 'another engine',
      engine: 'barometer/0.0.9',
      says: /made by barometer\/0\.1\.0, this is barometer\/0\.0\.9/,
    },
    { why: 'a place beyond the journal', keep: 1, says: /goes on at place 3, and the journal ends at 1/ },
    { why: 'a place before its begin', lose: 5, says: /goes on at place 3, and the journal begins at 5/ },
    { why: 'an older format', format: 6, says: /it has format 6, this version reads \d+/ },
    { why: 'another journal', other: true, says: /the entry at place 2 is not the one it folded/ },
  ])('of $why is not used, and says so', async ({ engine, keep, lose, other, format, says }) => {
    const journal = await journalOf([CONFIG, tick(1), tick(2), tick(3), tick(4), tick(5)]);
    const table = fakeTable();
    await saveAt(journal, table, 3);
    if (format !== undefined) reformat(table, format);
    let found = journal;
    if (keep !== undefined) found = await journalOf([CONFIG]);
    if (other) found = await journalOf([CONFIG, tick(1), tick(7), tick(8)]);
    if (lose !== undefined) journal.lose(lose);
    const follower = new Follower({ journal: found, ...(engine === undefined ? {} : { engine }) });
    expect(await follower.restore(new Snapshots(table, { packing }))).toEqual([expect.stringMatching(says)]);
    expect(follower.next).toBe(0);
  });

  it('of an empty desk is not kept', async () => {
    const table = fakeTable();
    await new Follower({ journal: fakeLog() }).save(new Snapshots(table, { packing }));
    expect(table.rows.size).toBe(0);
  });

  it('stands until the next one does, and what a save left half-way is swept by the one after', async () => {
    const journal = await journalOf([CONFIG, tick(1), tick(2)]);
    const table = fakeTable();
    await saveAt(journal, table, 1);
    const rows = new Map(table.rows);
    const put = table.put.bind(table);
    let puts = 0;
    table.put = async (entries) => {
      if (++puts === 3) throw new Error('disk full');
      return put(entries);
    };
    await expect(saveAt(journal, table, 2)).rejects.toThrow('disk full');
    table.put = put;
    expect([...table.rows].filter(([key]) => !rows.has(key)).length).toBeGreaterThan(0);
    const follower = new Follower({ journal });
    expect(await follower.restore(new Snapshots(table, { packing }))).toEqual([]);
    expect(follower.next).toBe(1);
    for (const cut of [2, 3, 3]) await saveAt(journal, table, cut);
    const manifests = ['desk/manifest', 'desk/previous'].map((key) => table.rows.get(key)!);
    const parts = [...table.rows.keys()].filter((key) => key.startsWith('desk/part/'));
    expect(parts.filter((key) => !manifests.some((text) => text.includes(key.split('/')[2]!)))).toEqual([]);
  });

  it('writes again only what changed, and everything it has not seen whole', async () => {
    const entries = manyReports();
    const journal = await journalOf([CONFIG, ...entries]);
    const table = fakeTable();
    const follower = new Follower({ journal });
    await follower.catchUp();
    const snapshots = new Snapshots(table, { packing });
    await follower.save(snapshots);
    const all = written(table);
    await journal.append([
      { value: encodeEntry({ ...entries[0]!, revision: { ...entries[0]!.revision, revision: 99 } }) },
    ]);
    await follower.catchUp();
    await follower.save(snapshots);
    expect(written(table) - all).toBeLessThan(all / 2);
    const other = new Follower({ journal });
    const seen = new Snapshots(table, { packing });
    await other.restore(seen);
    const before = written(table);
    await journal.append([{ value: encodeEntry(tick(entries[0]!.recorded)) }]);
    await other.catchUp();
    await other.save(seen);
    expect(written(table) - before).toBeLessThan(all / 2);
    for (const key of [...table.rows.keys()].filter((one) => one.startsWith('desk/part/'))) table.rows.set(key, '[]');
    await other.save(new Snapshots(table, { packing }));
    const third = new Follower({ journal });
    expect(await third.restore(new Snapshots(table, { packing }))).toEqual([]);
    expect((await finish(third)).readings).toBe((await finish(new Follower({ journal }))).readings);
  });
});

/** Puts another format in the head, as a version of that time would have written it. */
function reformat(table: FakeTable, format: number): void {
  const manifest = unsealed(table.rows.get('desk/manifest')!)!;
  const head = JSON.parse(table.rows.get(keysOf(manifest.head[0]!)[0]!)!) as object;
  const text = JSON.stringify({ ...head, format });
  table.rows.set(keysOf(checksum(text))[0]!, text);
  table.rows.set('desk/manifest', sealed({ ...manifest, head: [checksum(text)] }));
}

const tick = (recorded: number): Entry => ({ type: 'tick', recorded });

/** Characters put into a table so far. */
const counts = new WeakMap<FakeTable, number>();
function written(table: FakeTable): number {
  if (!counts.has(table)) {
    counts.set(
      table,
      [...table.rows.values()].reduce((sum, value) => sum + value.length, 0),
    );
    const put = table.put.bind(table);
    table.put = async (entries) => {
      const size = entries.reduce((sum, [, value]) => sum + (value?.length ?? 0), 0);
      counts.set(table, counts.get(table)! + size);
      return put(entries);
    };
  }
  return counts.get(table)!;
}

function manyReports(): (Entry & { type: 'revision' })[] {
  const [first] = fc.sample(
    reports.filter((all) => all.length > 0),
    { numRuns: 1, seed: 1 },
  )[0]!;
  if (first?.type !== 'revision') throw new Error('reports are revisions');
  return Array.from({ length: 2_000 }, (_, i) => ({
    ...first,
    revision: { ...first.revision, recordId: `m${i}`, incidentId: `m${i}`, status: 'reported', casualties: [] },
  }));
}

function damage(
  table: FakeTable,
  hurt: { row: number; at: number; how: 'flip' | 'cut' | 'gone' | 'empty'; bit: number },
): void {
  const keys = [...table.rows.keys()];
  const key = keys[hurt.row % keys.length]!;
  const text = table.rows.get(key)!;
  const at = hurt.at % Math.max(1, text.length);
  if (hurt.how === 'gone') table.rows.delete(key);
  else if (hurt.how === 'empty') table.rows.set(key, '');
  else if (hurt.how === 'cut') table.rows.set(key, text.slice(0, at));
  else {
    const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << hurt.bit));
    table.rows.set(key, text.slice(0, at) + flipped + text.slice(at + 1));
  }
}
