import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stores } from '@barometer/store';
import { logContract, sharesContract, tableContract, type Open } from '@barometer/store/testing';
import Database from 'libsql';
import { openEmbedded } from './open.js';

const directories: string[] = [];
const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-embedded-'));
  directories.push(directory);
  return directory;
};
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true, force: true })));

const opening =
  <T>(pick: (stores: Stores) => T): Open<T> =>
  async () => {
    const directory = newDirectory();
    let stores = await openEmbedded(directory);
    return {
      store: pick(stores),
      reopen: async () => {
        await stores.close();
        stores = await openEmbedded(directory);
        return pick(stores);
      },
      close: () => stores.close(),
    };
  };

logContract(
  'the embedded journal',
  opening((stores) => stores.journal),
);
logContract(
  'the embedded alert log',
  opening((stores) => stores.alerts),
);
tableContract(
  'the embedded deliveries',
  opening((stores) => stores.deliveries),
);
sharesContract(
  'the embedded store',
  opening((stores) => stores.shares),
);

describe('openEmbedded', () => {
  it('makes the directory and closes twice without harm', async () => {
    const stores = await openEmbedded(join(newDirectory(), 'a', 'b'));
    await stores.close();
    await stores.close();
  });

  it('writes what still waits when it closes', async () => {
    const directory = newDirectory();
    const stores = await openEmbedded(directory);
    const append = stores.journal.append([{ value: '1' }]);
    await stores.close();
    expect(await append).toBe(0);
    const again = await openEmbedded(directory);
    expect(await again.journal.end()).toBe(1);
    await again.close();
  });

  it('refuses every use after closing', async () => {
    const stores = await openEmbedded(newDirectory());
    await stores.close();
    const closed = { code: 'closed' };
    await expect(stores.journal.append([{ value: '1' }])).rejects.toMatchObject(closed);
    await expect(stores.journal.read(0, 1)).rejects.toMatchObject(closed);
    await expect(stores.deliveries.get('a')).rejects.toMatchObject(closed);
    await expect(stores.deliveries.put([['a', '1']])).rejects.toMatchObject(closed);
  });

  it('names the process that already runs on the directory, and opens once it is gone', async () => {
    const directory = newDirectory();
    const stores = await openEmbedded(directory);
    await expect(openEmbedded(directory)).rejects.toMatchObject({
      code: 'locked',
      message: `${directory}: process ${process.pid} already runs on this directory; stop it (kill ${process.pid}) or name another directory`,
    });
    await stores.close();
    await (await openEmbedded(directory)).close();
  });

  it('refuses a second process', async () => {
    const directory = newDirectory();
    const stores = await openEmbedded(directory);
    const script = `const D = require('libsql'); try { new D(process.argv[1]).exec('BEGIN EXCLUSIVE'); } catch (e) { console.log(e.code) }`;
    const other = spawnSync(process.execPath, ['-e', script, join(directory, 'barometer.lock')], {
      cwd: import.meta.dirname,
    });
    expect(String(other.stdout).trim()).toBe('SQLITE_BUSY');
    await stores.close();
  });

  it('says one clear thing about a file that is not ours, and leaves it as it is', async () => {
    const directory = newDirectory();
    const file = join(directory, 'barometer.db');
    writeFileSync(file, 'incidents, by hand\n'.repeat(1000));
    await expect(openEmbedded(directory)).rejects.toMatchObject({
      code: 'foreign',
      message: expect.stringContaining('not a Barometer database'),
    });
    expect(readFileSync(file, 'utf8')).toMatch(/^incidents, by hand/);
    rmSync(file);
    await (await openEmbedded(directory)).close();
  });

  it.each([
    ['another program', 'PRAGMA application_id = 7; CREATE TABLE t (a)', 'foreign'],
    ['no mark but tables', 'CREATE TABLE t (a)', 'foreign'],
    ['a later version', `PRAGMA application_id = ${0x4241_524f}; PRAGMA user_version = 99`, 'newer'],
  ])('refuses a database of %s', async (_, sql, code) => {
    const directory = newDirectory();
    const database = new Database(join(directory, 'barometer.db'));
    database.exec(sql);
    database.close();
    await expect(openEmbedded(directory)).rejects.toMatchObject({ code });
  });

  it('says that a damaged file is damaged', async () => {
    const directory = newDirectory();
    const stores = await openEmbedded(directory);
    await stores.journal.append(Array.from({ length: 500 }, () => ({ value: 'x'.repeat(500) })));
    await stores.close();
    const file = join(directory, 'barometer.db');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xee, 4096));
    await expect(openEmbedded(directory)).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('says that a directory cannot be made', async () => {
    const file = join(newDirectory(), 'file');
    writeFileSync(file, '');
    await expect(openEmbedded(file)).rejects.toMatchObject({ code: 'io', message: expect.stringContaining(file) });
  });
});

describe('a full disk', () => {
  it('keeps nothing of the append, says so, and goes on when there is space', async () => {
    const stores = await openEmbedded(newDirectory(), { maxBytes: 400_000 });
    await stores.journal.append([{ value: '"first"' }]);
    const big = Array.from({ length: 200 }, () => ({ value: 'x'.repeat(10_000) }));
    await expect(stores.journal.append(big)).rejects.toMatchObject({
      code: 'full',
      message: expect.stringContaining('the disk is full'),
    });
    expect(await stores.journal.end()).toBe(1);
    expect(await stores.journal.append([{ value: '"second"' }])).toBe(1);
    expect((await stores.journal.read(0, 9)).map((record) => record.value)).toEqual(['"first"', '"second"']);
    await stores.close();
  });
});

describe('bad calls', () => {
  it('are refused before they reach the disk and harm no one else in the group', async () => {
    const stores = await openEmbedded(newDirectory());
    const bad = stores.journal.append([{ value: 1 as unknown as string }]);
    const good = stores.journal.append([{ value: '1' }]);
    await expect(bad).rejects.toMatchObject({ code: 'invalid' });
    expect(await good).toBe(0);
    await stores.close();
  });
});
