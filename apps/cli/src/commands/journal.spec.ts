import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertRecord } from '@barometer/alert';
import { encodeEntry } from '@barometer/journal';
import type { Stores } from '@barometer/store';
import { openConfig } from '../definition.js';
import { openHistory } from '../history.js';
import { Replay } from '../replay.js';
import { CONFIG, INCIDENTS, NOW, runCli } from '../testing/run-cli.js';

const directory = mkdtempSync(join(tmpdir(), 'barometer-journal-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The example's config with a data directory of its own. */
function configFor(name: string, settings = `store: embedded\n  dataDir: ./${name}`): string {
  const text = readFileSync(CONFIG, 'utf8').replace(/store: embedded\n {2}dataDir: .*/, settings);
  const file = join(directory, `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}

async function open(name: string): Promise<Stores> {
  const { openStores } = await import('@barometer/service');
  return openStores({ store: 'embedded', directory: join(directory, name) });
}

/** A desk that has told the example, with a reject and some rows. */
async function tell(stores: Stores, config: string): Promise<void> {
  const io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} };
  const clock = { now: () => NOW, monotonic: () => 0 };
  const parsed = await openConfig({ ...io, clock }, config);
  const { definition, hash } = parsed;
  const { entries } = await openHistory({ ...io, clock }, INCIDENTS);
  const fold = new Replay(parsed);
  const first = encodeEntry({ type: 'config', engine: 'barometer/0.1.0', hash, replaces: null, definition });
  const journal = [{ value: first }];
  const alerts: { key: string; value: string }[] = [];
  for await (const entry of entries) {
    journal.push({ value: encodeEntry(entry) });
    for (const { transition, place } of fold.step(entry)) {
      const record: AlertRecord = { transition, place, writer: 'test', writtenAt: '2026-11-22T12:00:00.000Z' };
      alerts.push({ key: transition.watch, value: JSON.stringify(record) });
    }
  }
  await stores.journal.append(journal);
  await stores.alerts.append(alerts);
  await stores.rejects.append([{ value: JSON.stringify({ reason: 'unknown_kind', text: 'ä\n"😀' }) }]);
  await stores.deliveries.put([['n1/desk%40example.org/planned', JSON.stringify({ order: 0, offsets: [0, 2] })]]);
  await stores.feeds.put([
    ['ucdp', '{"cursor":7}'],
    ['~written', '{"place":3}'],
  ]);
}

async function allOf(stores: Stores): Promise<unknown> {
  const rows: unknown[] = [];
  for (const log of [stores.journal, stores.alerts, stores.rejects]) rows.push(await log.read(0, 100_000));
  for (const table of [stores.deliveries, stores.feeds]) {
    for await (const row of table.all()) if (!row[0].startsWith('~')) rows.push(row);
  }
  return rows;
}

const small = configFor('small');
const file = join(directory, 'desk.ndjson');

/** The file with lines changed and its checksum right again. */
function forged(name: string, change: (line: string) => string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const body = lines.slice(0, -1).map(change);
  const sha256 = createHash('sha256')
    .update(`${body.join('\n')}\n`)
    .digest('hex');
  const end = { ...(JSON.parse(lines.at(-1)!) as { end: object }).end, sha256 };
  const path = join(directory, name);
  writeFileSync(path, `${[...body, JSON.stringify({ end })].join('\n')}\n`);
  return path;
}

describe('journal', () => {
  beforeAll(async () => {
    const stores = await open('small');
    await tell(stores, small);
    await stores.close();
    const { code, err } = await runCli(['journal', 'export', '-c', small, '--to', file]);
    expect({ code, err }).toEqual({
      code: 0,
      err: expect.stringMatching(
        /^exported 117 entries, \d+ transitions of \d watches, 1 reject, 1 delivery row; sha256 [0-9a-f]{64}\n$/,
      ) as unknown,
    });
  });

  it('export writes a first line with counts, every record in order, and a last line with hashes', () => {
    const lines = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const counts = {
      journal: 117,
      alerts: expect.any(Number) as unknown,
      rejects: 1,
      feeds: 1,
      deliveries: 1,
    };
    expect(lines[0]).toEqual({ barometer: 'journal', format: 1, engine: 'barometer/0.1.0', counts });
    expect(lines[1]).toMatchObject({ journal: { type: 'config' } });
    expect(lines.at(-1)).toMatchObject({
      end: { alerts: { 'us-forces': { watchSeq: expect.any(Number) as unknown } } },
    });
    expect(lines.some((line) => line['key'] === '~written')).toBe(false);
  });

  it('export to stdout is the same', async () => {
    expect((await runCli(['journal', 'export', '-c', small])).out).toBe(readFileSync(file, 'utf8'));
  });

  it('import gives the same desk, and proves it watch by watch', async () => {
    const large = configFor('large');
    const { code, out, err } = await runCli(['journal', 'import', '-c', large, file]);
    expect({ code, err }).toEqual({
      code: 0,
      err: 'imported 117 entries; the alert log is the same, watch by watch\n',
    });
    expect(out).toMatch(/^us-forces +\d+ +([0-9a-f]{12}) +\1 +\1 +same$/m);
    expect(out).not.toContain('DIFFERS');
    const [before, after] = [await open('small'), await open('large')];
    expect(await allOf(after)).toEqual(await allOf(before));
    await before.close();
    await after.close();
    const again = await runCli(['journal', 'import', '-c', large, file]);
    expect(again).toMatchObject({ code: 2, err: `barometer: ${file} was imported here already\n` });
  });

  it('import into a desk that holds something is refused', async () => {
    const { code, err } = await runCli(['journal', 'import', '-c', small, file]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('there is a desk already (its journal hold something)') as unknown,
    });
  });

  it('import exits 1 where the alerts are not those that the journal gives', async () => {
    const other = forged('other.ndjson', (line) => line.replaceAll('"place":"Tower 22"', '"place":"Tower 23"'));
    const { code, out, err } = await runCli(['journal', 'import', '-c', configFor('differing'), other]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('must not be started') as unknown });
    expect(out).toContain('DIFFERS');
  });

  it.each([
    {
      why: 'cut off',
      of: (text: string) => text.slice(0, text.length >> 1),
      says: /was cut off: its last line is missing/,
    },
    {
      why: 'one letter changed',
      of: (text: string) => text.replace('Tower 22', 'Tower 23'),
      says: /was changed after it was written/,
    },
    {
      why: 'a line missing',
      of: (text: string) => text.replace(/^{"rejects".*\n/m, ''),
      says: /was changed after it was written/,
    },
    { why: 'something else', of: () => '{"a":1}\n', says: /is not an export/ },
    { why: 'empty', of: () => '', says: /is not an export/ },
    {
      why: 'of a later version',
      of: (text: string) => text.replace('"format":1', '"format":2'),
      says: /has format 2; this version reads 1/,
    },
  ])('import refuses a file that is $why, before it writes anything', async ({ of, says }) => {
    const bad = join(directory, 'bad.ndjson');
    writeFileSync(bad, of(readFileSync(file, 'utf8')));
    const { code, err } = await runCli(['journal', 'import', '-c', configFor('untouched'), bad]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(says) as unknown });
    expect(existsSync(join(directory, 'untouched'))).toBe(false);
  });

  it('does nothing while the desk runs', async () => {
    const running = await open('small');
    const { code, err } = await runCli(['journal', 'export', '-c', small]);
    await running.close();
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/process \d+ already runs on this directory/) as unknown,
    });
  });

  it('asks for --stopped where nobody can be asked', async () => {
    const settings = 'store: kafka\n  kafka: { brokers: 127.0.0.1:1 }';
    const { code, err } = await runCli(['journal', 'export', '-c', configFor('kafka', settings)]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('then say --stopped') as unknown });
  });

  it('does not write over a file', async () => {
    const { code, err } = await runCli(['journal', 'export', '-c', small, '--to', file]);
    expect({ code, err }).toEqual({ code: 2, err: `barometer: ${file} exists already\n` });
  });
});
