import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WatchedFolder } from './watched-folder.js';

describe('WatchedFolder', () => {
  let directory: string;
  let folder: WatchedFolder;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'barometer-folder-'));
    folder = new WatchedFolder(directory);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const put = (name: string, text = '{}') => writeFileSync(join(directory, name), text);
  const names = async () => (await folder.scan()).map((file) => file.name);

  it('hands over a file once two looks in a row found it the same, in order of name', async () => {
    put('b.json');
    put('a.json');
    expect(await names()).toEqual([]);
    expect(await names()).toEqual(['a.json', 'b.json']);
  });

  it('waits for a file that still grows', async () => {
    put('a.json', '[');
    await folder.scan();
    appendFileSync(join(directory, 'a.json'), ']');
    expect(await names()).toEqual([]);
    expect(await names()).toEqual(['a.json']);
  });

  it('leaves unfinished names, links and folders alone', async () => {
    for (const name of ['.hidden', 'a.part', 'b.tmp', 'c~']) put(name);
    symlinkSync('/etc/hostname', join(directory, 'link.json'));
    mkdirSync(join(directory, 'folder.json'));
    await folder.scan();
    expect(await names()).toEqual([]);
  });

  it('brings a file again, after a restart too, until it is moved away', async () => {
    put('a.json');
    await folder.scan();
    expect(await names()).toEqual(['a.json']);
    expect(await names()).toEqual(['a.json']);
    folder = new WatchedFolder(directory);
    await folder.scan();
    const [file] = await folder.scan();
    await file!.done();
    expect(await names()).toEqual([]);
    expect(readdirSync(join(directory, 'done'))).toEqual(['a.json']);
  });

  it('reads its bytes', async () => {
    put('a.json', '[1]');
    await folder.scan();
    const [file] = await folder.scan();
    const read: Uint8Array[] = [];
    for await (const chunk of file!.chunks()) read.push(chunk);
    expect(Buffer.concat(read).toString()).toBe('[1]');
    expect(file!.size).toBe(3);
  });

  it('moves a rejected file with its reason, and never over another', async () => {
    for (const round of [1, 2]) {
      put('a.json', `round ${round}`);
      await folder.scan();
      const [file] = await folder.scan();
      await file!.reject(`no JSON, round ${round}`);
    }
    const rejected = join(directory, 'rejected');
    expect(readdirSync(rejected).sort()).toEqual(['a-2.json', 'a-2.json.reason.txt', 'a.json', 'a.json.reason.txt']);
    expect(readFileSync(join(rejected, 'a.json'), 'utf8')).toBe('round 1');
    expect(readFileSync(join(rejected, 'a-2.json.reason.txt'), 'utf8')).toBe('no JSON, round 2\n');
  });

  it('makes the folder when it is missing', async () => {
    folder = new WatchedFolder(join(directory, 'new', 'inbox'));
    expect(await folder.scan()).toEqual([]);
    expect(readdirSync(join(directory, 'new'))).toEqual(['inbox']);
  });
});
