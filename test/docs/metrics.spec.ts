import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleOptions, startStandalone, toldAlerts, toldLine, type Standalone } from '@barometer/standalone';
import { examples, page, ROOT, rows, spans } from './pages.js';

describe('the docs and the running example', () => {
  const directory = mkdtempSync(join(tmpdir(), 'barometer-docs-'));
  let standalone: Standalone;
  let exported: string;

  beforeAll(async () => {
    const fail = (error: unknown) => {
      throw error;
    };
    standalone = await startStandalone({
      ...exampleOptions(),
      ...{ dataDir: directory, port: 0, logLevel: 'error', onFatal: fail },
    });
    exported = await (await fetch(`${standalone.url}/metrics`)).text();
  });

  afterAll(async () => {
    await standalone?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('name the same metrics', () => {
    const registered = [...exported.matchAll(/^# HELP (barometer_\w+)/gm)].map(([, name]) => name!);
    const listed = rows(page('docs/operations.md'), 'Metrics').map(([name]) => spans(name!)[0]!);
    expect(listed.sort()).toEqual(registered.sort());
  });

  it('name the same labels', () => {
    const listed = new Map(
      rows(page('docs/operations.md'), 'Metrics').map(([name, labels]) => [spans(name!)[0]!, spans(labels!)]),
    );
    for (const [, sample, labels] of exported.matchAll(/^(barometer_\w+)\{([^}]*)\}/gm)) {
      const name = sample!.replace(/_(bucket|sum|count)$/, '');
      const known = listed.get(name) ?? listed.get(sample!);
      const used = [...labels!.matchAll(/(\w+)="/g)].map(([, label]) => label!).filter((label) => label !== 'le');
      expect([sample, used]).toEqual([sample, known]);
    }
  });

  it('show lines that the example prints', async () => {
    const printed = (await toldAlerts(standalone.stores.alerts)).map((alert) => toldLine(alert));
    const shown = examples(page('README.md'), 'told').flatMap((block) => block.trim().split('\n'));
    expect(shown.length).toBeGreaterThan(0);
    for (const line of shown) expect(printed).toContain(line);
  });

  it('have a backup command that works while it runs', () => {
    const [command] = examples(page('docs/operations.md'), 'backup');
    const backup = join(directory, 'backup.db');
    const here = command!.replace('data/us-forces/', `${directory}/`).replace("'backup.db'", `'${backup}'`);
    const made = spawnSync('bash', ['-c', here], { cwd: ROOT, encoding: 'utf8' });
    expect([made.stderr, made.status]).toEqual(['', 0]);
    const count = `console.log(new (require('libsql'))('${backup}').prepare('SELECT count(*) AS n FROM journal').get().n)`;
    const counted = spawnSync(process.execPath, ['-e', count], { cwd: ROOT, encoding: 'utf8' });
    expect(Number(counted.stdout)).toBeGreaterThan(100);
  });
});
