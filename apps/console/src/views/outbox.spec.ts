import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listOutbox, readOutbox } from './outbox.js';

describe('the outbox', () => {
  let folder: string;
  let outbox: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outbox-'));
    outbox = join(folder, 'outbox');
    await mkdir(join(outbox, 'tests'), { recursive: true });
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere', 'secret.eml'), 'Subject: secret');
    await writeFile(join(outbox, '20240128T120000-aa.eml'), 'Subject: one');
    await writeFile(join(outbox, '20240129T120000-bb.json'), '{}');
    await writeFile(join(outbox, 'tests', '20240130T120000-cc.eml'), 'Subject: test');
    await writeFile(join(outbox, '.20240130T120000-dd.eml'), 'half written');
    await writeFile(join(outbox, 'notes.txt'), 'not ours');
    await writeFile(join(outbox, 'huge.eml'), '');
    await truncate(join(outbox, 'huge.eml'), 4 * 1024 * 1024 + 1);
    await symlink(join(folder, 'elsewhere', 'secret.eml'), join(outbox, 'link.eml'));
    await symlink(join(folder, 'elsewhere'), join(outbox, 'away'));
    await symlink(join(folder, 'gone.eml'), join(outbox, 'dangling.eml'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('lists messages, the last by name first, and passes over what is none or is gone', async () => {
    const { files, total } = await listOutbox(outbox, 100);
    const names = files.map(({ name }) => name).filter((name) => /\d{8}/.test(name));
    expect(names).toEqual(['tests/20240130T120000-cc.eml', '20240129T120000-bb.json', '20240128T120000-aa.eml']);
    expect(files.map(({ name }) => name)).not.toContain('dangling.eml');
    expect(files.find(({ name }) => name.endsWith('aa.eml'))?.bytes).toBe(12);
    expect(total).toBeGreaterThanOrEqual(files.length);
    const none = { files: [], total: 0 };
    expect(await listOutbox(undefined, 100)).toEqual(none);
    expect(await listOutbox(join(folder, 'nowhere'), 100)).toEqual(none);
  });

  it('of thousands lists the last, and how many there are', async () => {
    const many = join(folder, 'many');
    await mkdir(many);
    const names = Array.from({ length: 3_000 }, (_, i) => `20240128T${String(i).padStart(6, '0')}-a.eml`);
    await Promise.all(names.map((name) => writeFile(join(many, name), '')));
    const { files, total } = await listOutbox(many, 10);
    expect(files.map(({ name }) => name)).toEqual(names.slice(-10).reverse());
    expect(total).toBe(3_000);
  });

  it.each<[name: string, text: string | undefined, why: string]>([
    ['20240128T120000-aa.eml', 'Subject: one', 'a message'],
    ['tests/20240130T120000-cc.eml', 'Subject: test', 'one in a folder'],
    ['nosuch.eml', undefined, 'none'],
    ['../elsewhere/secret.eml', undefined, 'a path upwards'],
    ['link.eml', undefined, 'a link to elsewhere'],
    ['away/secret.eml', undefined, 'a linked folder'],
    ['.20240130T120000-dd.eml', undefined, 'a hidden file'],
    ['notes.txt', undefined, 'no message'],
    ['huge.eml', undefined, 'a file of over 4 MiB'],
  ])('reads %s as %p: %s', async (name, text, _why) => {
    expect((await readOutbox(outbox, name))?.toString()).toBe(text);
  });
});
