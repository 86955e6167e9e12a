import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createProgram } from './program.js';
import { CONFIG, runCli } from './testing/run-cli.js';

const PAGE = join(import.meta.dirname, '../../../docs/cli.md');
const text = readFileSync(PAGE, 'utf8');
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;
const before = process.cwd();
beforeAll(() => process.chdir(dirname(CONFIG)));
afterAll(() => process.chdir(before));

/** What a terminal shows for the commands of a block. */
async function shown(block: string): Promise<string> {
  let out = '';
  for (const line of block.split('\n').filter((one) => one.startsWith('$ '))) {
    const [, ...argv] = line.slice(2).replace(' > /dev/null', '').split(' ');
    const ran = await runCli(argv);
    const silent = line.endsWith('> /dev/null');
    out += `${line}\n${silent ? '' : ran.out}${ran.code === 0 ? '' : `[exit ${ran.code}]\n`}`;
  }
  return out;
}

/** Ids follow the example's config; what stands beside them does not. */
function masked(page: string): string {
  return page.replace(/definition [0-9a-f]{12}/g, 'definition …').replace(/\b[0-9A-HJKMNP-TV-Z]{10}\b/g, 'ALERT');
}

describe('docs/cli.md', () => {
  it('shows what its commands print; `UPDATE_DOCS=1` writes it anew', async () => {
    let page = text;
    for (const [whole, block] of text.matchAll(BLOCK)) {
      const now = `\`\`\`console\n${await shown(block!)}\`\`\``;
      page = page.replace(whole, () => now);
    }
    if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, page);
    else expect(masked(page)).toBe(masked(text));
  });

  it('names every command and every option', () => {
    const io = { stdout: process.stdout, stderr: process.stderr } as unknown as Parameters<typeof createProgram>[0];
    const { commands } = createProgram(io, () => undefined);
    for (const command of commands) {
      expect(text).toContain(command.name());
      for (const { long } of command.options) expect(text).toContain(long);
    }
  });
});
