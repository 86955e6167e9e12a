import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WatchedFolder, type FolderFile } from '@barometer/feed';
import { createRegistry } from '@barometer/service';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { ManualClock, MINUTE } from '@barometer/time';
import { Acceptor } from './accept.js';
import { CollectorMetrics } from './collector.metrics.js';
import { FolderReader } from './folder-reader.js';
import { JournalWriter } from './journal-writer.js';
import { RejectLog } from './reject.js';
import { incident, ndjson } from './testing/incident.js';
import { FakeConfig, NOW } from './testing/running.js';

describe('FolderReader', () => {
  let directory: string;
  let stores: FakeStores;
  let reader: FolderReader;
  let clock: ManualClock;
  /** Names of files that the system does not let be read. */
  let unreadable: Set<string>;
  let said: string[];
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'barometer-inbox-'));
    stores = fakeStores();
    clock = new ManualClock(NOW);
    const acceptor = new Acceptor({
      writer: await JournalWriter.open(stores.journal, clock),
      rejects: new RejectLog(stores.rejects, clock),
      metrics: new CollectorMetrics(createRegistry(), { config: new FakeConfig(), stores }),
      stop: () => {},
    });
    unreadable = new Set();
    said = [];
    const watched = new WatchedFolder(directory);
    const locked = (file: FolderFile) => (unreadable.has(file.name) ? { ...file, chunks: () => refused() } : file);
    const folder = { scan: async () => (await watched.scan()).map(locked) };
    const logger = { error: (facts: object, words: string) => said.push(`${JSON.stringify(facts)} ${words}`) };
    reader = new FolderReader({ folder, acceptor, clock, logger: logger as never });
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const put = (name: string, text: string) => writeFileSync(join(directory, name), text);
  const lookTwice = async () => {
    await reader.look();
    await reader.look();
  };

  it('takes a file in, then moves it to done', async () => {
    put('a.ndjson', ndjson(...Array.from({ length: 1_200 }, (_, index) => incident(`r${index}`))));
    await lookTwice();
    expect(stores.journal.records).toHaveLength(1_200);
    expect(readdirSync(join(directory, 'done'))).toEqual(['a.ndjson']);
  });

  it('keeps the broken lines of a good file', async () => {
    put('a.ndjson', `${ndjson(incident('a'))}\n{"broken\n${ndjson(incident('b'))}`);
    await lookTwice();
    expect(stores.journal.records).toHaveLength(2);
    expect(JSON.parse(stores.rejects.records[0]!.value)).toMatchObject({ place: 'file a.ndjson, item 2' });
    expect(readdirSync(join(directory, 'done'))).toEqual(['a.ndjson']);
  });

  it.each([
    ['no JSON', 'hello', /^broken_json/],
    ['an empty file', '', /^the file is empty/],
  ])('moves %s to rejected with the reason', async (_, text, reason) => {
    put('a.ndjson', text);
    await lookTwice();
    expect(readdirSync(join(directory, 'rejected')).sort()).toEqual(['a.ndjson', 'a.ndjson.reason.txt']);
    expect(readFileSync(join(directory, 'rejected', 'a.ndjson.reason.txt'), 'utf8')).toMatch(reason);
  });

  it('leaves a file where it is while the journal cannot be written, and takes it later', async () => {
    put('a.ndjson', ndjson(incident('a')));
    stores.journal.failure = new Error('disk full');
    await reader.look();
    await expect(reader.look()).rejects.toThrow('disk full');
    expect(readdirSync(directory)).toEqual(['a.ndjson']);
    stores.journal.failure = undefined;
    await reader.look();
    expect(readdirSync(join(directory, 'done'))).toEqual(['a.ndjson']);
  });

  it('takes what comes after a file that cannot be read, says it once, and takes it when it can', async () => {
    put('a.ndjson', ndjson(incident('a')));
    put('b.ndjson', ndjson(incident('b')));
    unreadable.add('a.ndjson');
    for (let looks = 0; looks < 5; looks++) await reader.look();
    expect(readdirSync(join(directory, 'done'))).toEqual(['b.ndjson']);
    expect(said).toEqual([expect.stringMatching(/"file":"a.ndjson".*EACCES.*could not be read; it is tried again/)]);
    clock.advance(MINUTE);
    await reader.look();
    unreadable.clear();
    clock.advance(MINUTE);
    await reader.look();
    expect(readdirSync(join(directory, 'done'))).toEqual(['a.ndjson', 'b.ndjson']);
    expect(said).toHaveLength(1);
  });

  it('tries a file that could not be read at once when it changed', async () => {
    put('a.ndjson', ndjson(incident('a')));
    unreadable.add('a.ndjson');
    await lookTwice();
    unreadable.clear();
    chmodSync(join(directory, 'a.ndjson'), 0o600);
    await lookTwice();
    expect(readdirSync(join(directory, 'done'))).toEqual(['a.ndjson']);
  });

  it('takes a file that cannot be moved away once, and others after it', async () => {
    put('done', 'a file where the folder should be');
    unreadable.add('done');
    put('a.ndjson', ndjson(incident('a')));
    put('b.ndjson', 'hello');
    for (let looks = 0; looks < 5; looks++) {
      await reader.look();
      clock.advance(MINUTE);
    }
    expect(stores.journal.records).toHaveLength(1);
    expect(readdirSync(join(directory, 'rejected'))).toContain('b.ndjson');
    expect(said.filter((line) => line.includes('a.ndjson'))).toEqual([
      expect.stringContaining('was taken in and could not be moved away'),
    ]);
    rmSync(join(directory, 'done'), { force: true });
    await lookTwice();
    expect(readdirSync(join(directory, 'done'))).toEqual(['a.ndjson']);
    expect(stores.journal.records).toHaveLength(1);
  });
});

/** As the stream of a file that is not ours to read. */
async function* refused(): AsyncIterable<Uint8Array> {
  throw Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES', syscall: 'open' });
}
