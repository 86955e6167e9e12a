import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG, INCIDENTS, runCli } from '../testing/run-cli.js';

const ONE = '{"dataset":"d","recordId":"a","kind":"attack","occurredFrom":"2024-01-01"}';
const BROKEN_CONFIG = 'version: 1\nwatches:\n  w:\n    title: T\n    rulez: {}\n';

describe('check', () => {
  it('finds a config sound and says what it holds', async () => {
    const { code, out, err } = await runCli(['check', CONFIG]);
    expect(code).toBe(0);
    expect(out).toMatch(/valid config: 4 watches, 11 rules, 1 feed, 2 receivers, 3 routes; definition [0-9a-f]{12}\n$/);
    expect(err).toMatch(/receivers\.phone\.webhook\.secretFile names .* needed when the process starts/);
  });

  it('finds incidents sound and says what they hold', async () => {
    const { code, out } = await runCli(['check', INCIDENTS]);
    expect(code).toBe(0);
    expect(out).toContain('incidents: 115 reports of 83 incidents, 2019-12-27 to 2024-04-23, from founding-region');
  });

  it('explains a config as YAML that is the same config', async () => {
    const { code, out, err } = await runCli(['check', CONFIG, '--explain']);
    expect(code).toBe(0);
    expect(out).toContain('release: 1d');
    expect(err).toContain('valid config');
    const again = await runCli(['check', '-', '--format', 'ndjson'], { stdin: out });
    const first = await runCli(['check', CONFIG, '--format', 'ndjson']);
    expect(again.json()[0]!['hash']).toBe(first.json()[0]!['hash']);
  });

  it('exits 1 with place, suggestion and what is allowed for a broken config', async () => {
    const { code, out } = await runCli(['check', '-'], { stdin: BROKEN_CONFIG });
    expect(code).toBe(1);
    expect(out).toMatch(/stdin:5:5: error: .*\n5 \| {5}rulez: \{\}\n {2}\| {5}\^+\n {2}= did you mean rules\?/);
    expect(out).toContain('not a valid config: 1 error');
  });

  it('gives problems and rejects to machines, each a line', async () => {
    const config = (await runCli(['check', '-', '--format', 'ndjson'], { stdin: BROKEN_CONFIG })).json();
    expect(config).toMatchObject([
      { type: 'problem', severity: 'error', line: 5, column: 5, suggestion: 'rules' },
      { type: 'config', valid: false, errors: 1 },
    ]);
    const stdin = `${ONE}\n{"dataset":"d","recordId":"b","kind":"atack","occurredFrom":"2024-01-01"}\nnonsense\n`;
    const { code, json } = await runCli(['check', '-', '--format', 'ndjson'], { stdin });
    expect(code).toBe(1);
    expect(json()).toMatchObject([
      { type: 'reject', file: 'stdin', line: 2, reason: 'unknown_kind', path: 'kind' },
      { type: 'reject', line: 3, reason: 'broken_json' },
      { type: 'incidents', incidents: 1, revisions: 1, rejects: 2, datasets: ['d'] },
    ]);
  });

  it('counts duplicates, conflicts and heartbeats', async () => {
    const other = ONE.replace('attack', 'strike');
    const stdin = [ONE, ONE, other, '{"heartbeat":"d","at":"2024-01-02T00:00:00Z"}'].join('\n');
    const { code, out } = await runCli(['check', '-'], { stdin });
    expect(code).toBe(0);
    expect(out).toContain('1 heartbeat, 1 duplicate, 1 conflict, none rejected');
  });

  it('checks several files and tells them apart by what they hold', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'check-'));
    const swapped = [join(folder, 'config.json'), join(folder, 'incidents.yaml')] as const;
    await writeFile(swapped[0], await readFile(CONFIG));
    await writeFile(swapped[1], `[${ONE}]`);
    const { code, out } = await runCli(['check', ...swapped]);
    expect(out).toMatch(/config\.json: valid config.*\n.*incidents\.yaml: incidents: 1 report of 1 incident/);
    expect(code).toBe(0);
    await rm(folder, { recursive: true });
  });

  const CONTENT: { stdin: string; holds: 'config' | 'incidents'; why: string }[] = [
    { stdin: `\ufeff${ONE}`, holds: 'incidents', why: 'a byte order mark' },
    { stdin: `nonsense\n${ONE}\n`, holds: 'incidents', why: 'a broken first line' },
    { stdin: JSON.stringify(JSON.parse(ONE), null, 2), holds: 'incidents', why: 'one document over several lines' },
    { stdin: '[', holds: 'incidents', why: 'a list that breaks off' },
    { stdin: '{"version":1,"watches":{}}', holds: 'config', why: 'a config written as JSON' },
    { stdin: '{\n "version": 1,\n "watches": {}\n', holds: 'config', why: 'the same, broken' },
    { stdin: '', holds: 'config', why: 'nothing' },
    { stdin: '# only a comment', holds: 'config', why: 'a comment' },
  ];

  it.each(CONTENT)('takes $why for $holds', async ({ stdin, holds }) => {
    expect((await runCli(['check', '-', '--format', 'ndjson'], { stdin })).json().at(-1)!['type']).toBe(holds);
  });

  it('never lets a name reach the terminal with its control characters', async () => {
    const stdin = `${ONE}\n{"dataset":"d","recordId":"b","kind":"\\u001b[31matack","occurredFrom":"2024-01-01"}\n`;
    const { out } = await runCli(['check', '-'], { stdin });
    expect(out).not.toMatch(/\u001b/);
  });
});
