import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../testing/run-cli.js';

describe('init', () => {
  it('writes a config that is valid, once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'init-'));
    const file = join(folder, 'barometer.yaml');
    const { code, err } = await runCli(['init', file]);
    expect({ code, err }).toEqual({ code: 0, err: `${file} written; next: barometer check ${file}\n` });
    expect((await runCli(['check', file])).code).toBe(0);

    const again = await runCli(['init', file]);
    expect(again).toMatchObject({ code: 2, err: `barometer: ${file} is there already: --force replaces it\n` });
    expect((await runCli(['init', file, '--force'])).code).toBe(0);
    expect((await runCli(['init', '-'])).out).toBe(await readFile(file, 'utf8'));
    await rm(folder, { recursive: true });
  });

  it('exits 2 where it cannot write', async () => {
    const { code, err } = await runCli(['init', '/nosuch/folder/barometer.yaml']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/cannot be written: ENOENT/) });
  });
});
