import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WatchedFolder } from '@barometer/feed';
import { createRegistry } from '@barometer/service';
import { fakeStores, type FakeStores } from '@barometer/store/testing';
import { ManualClock } from '@barometer/time';
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
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'barometer-inbox-'));
    stores = fakeStores();
    const clock = new ManualClock(NOW);
    const acceptor = new Acceptor({
      writer: await JournalWriter.open(stores.journal, clock),
      rejects: new RejectLog(stores.rejects, clock),
      metrics: new CollectorMetrics(createRegistry(), { config: new FakeConfig(), stores }),
      stop: () => {},
    });
    reader = new FolderReader(new WatchedFolder(directory), acceptor, clock);
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
});
