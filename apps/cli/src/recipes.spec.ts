import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INCIDENTS, runCli } from './testing/run-cli.js';

const PAGE = join(import.meta.dirname, '../../../docs/recipes.md');
const text = readFileSync(PAGE, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'barometer-recipes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = `version: 1
timezone: UTC
reporters: { us_dod: A, us_centcom: A, sohr: C, sdf: C }
feeds:
  region:
    datasets: [founding-region]
    coverage: partial
    covers: [2019-12-27/2020-01-08, 2023-07-01/2024-04-23]
`;
const SETS = /<!-- example: recipe-sets -->\s*```yaml\n([\s\S]*?)```/;
const RECIPE =
  /(<!-- example: recipe -->\s*```yaml\n([\s\S]*?)```\s*<!-- example: recipe-told -->\s*```text\n)([\s\S]*?)```/g;

/** What the example would have told, the ends of alerts left out: the day, then the words. */
async function toldBy(watch: string): Promise<string> {
  const config = join(folder, 'barometer.yaml');
  const watches = watch.replace(/^(?=.)/gm, '  ');
  writeFileSync(config, `${HEAD}${SETS.exec(text)![1]}watches:\n${watches}`);
  const { code, out, err } = await runCli(['replay', '--config', config, '--incidents', INCIDENTS]);
  if (code !== 0) throw new Error(err);
  const [head, ...lines] = out.trimEnd().split('\n');
  const words = head!.indexOf('WHAT CHANGED');
  const series = head!.indexOf('SERIES');
  return lines
    .filter((line) => !line.slice(words).startsWith('RESOLVED'))
    .map((line) => `${line.slice(0, 10)}  ${line.slice(series, words).trimEnd()}: ${line.slice(words)}\n`)
    .join('');
}

describe('docs/recipes.md', () => {
  it('tells what its watches tell over the example; `UPDATE_DOCS=1` writes it anew', async () => {
    let page = text;
    for (const [whole, before, watch] of text.matchAll(RECIPE)) {
      const told = await toldBy(watch!);
      expect(told).not.toBe('');
      page = page.replace(whole, () => `${before}${told}\`\`\``);
    }
    if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, page);
    else expect(page).toBe(text);
  });
});
