import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { ManualClock } from '@barometer/time';
import { run } from './run.js';
import { CONFIG, INCIDENTS, NOW, runCli, THE_EXAMPLE } from './testing/run-cli.js';

const CASES: { argv: string[]; code: number; err: RegExp; why: string }[] = [
  { argv: ['--help'], code: 0, err: /^$/, why: 'help was asked for' },
  { argv: ['--version'], code: 0, err: /^$/, why: 'so was the version' },
  { argv: ['help', 'why'], code: 0, err: /^$/, why: 'help of one command' },
  { argv: ['rplay'], code: 2, err: /Did you mean replay/, why: 'a misspelt command' },
  { argv: ['replay'], code: 2, err: /required option .*--incidents/, why: 'a missing option' },
  { argv: ['replay', '-i', INCIDENTS], code: 2, err: /barometer.yaml is not a valid config/, why: 'no config here' },
  { argv: ['replay', ...THE_EXAMPLE, '--utnil', 'x'], code: 2, err: /Did you mean --until/, why: 'a misspelt option' },
  { argv: ['replay', ...THE_EXAMPLE, '--format', 'xml'], code: 2, err: /table, ndjson/, why: 'an unknown format' },
  { argv: ['replay', ...THE_EXAMPLE, '--until', '24-1-1'], code: 2, err: /ISO 8601/, why: 'no time' },
  { argv: ['replay', ...THE_EXAMPLE, '--watch', 'us-force'], code: 2, err: /did you mean us-forces/, why: 'no watch' },
  { argv: ['replay', ...THE_EXAMPLE, '--fail-on', 'hig'], code: 2, err: /did you mean high/, why: 'no level' },
  { argv: ['replay', '-c', CONFIG, '-i', 'nosuch'], code: 2, err: /nosuch cannot be read: ENOENT/, why: 'no file' },
  { argv: ['replay', '-c', 'nosuch', '-i', INCIDENTS], code: 2, err: /not a valid config/, why: 'no config' },
  { argv: ['replay', '-c', INCIDENTS, '-i', INCIDENTS], code: 2, err: /not a valid config/, why: 'no config at all' },
  { argv: ['replay', '-c', CONFIG, '-i', '.'], code: 2, err: /is a folder/, why: 'a folder' },
  { argv: ['readings', ...THE_EXAMPLE], code: 2, err: /either --at or --every/, why: 'no time to read at' },
  { argv: ['alerts', '-c', CONFIG], code: 2, err: /goes with --incidents/, why: 'half of a pair' },
  { argv: ['check', CONFIG, '--explain', '--format', 'ndjson'], code: 2, err: /prints YAML/, why: 'two forms at once' },
  { argv: ['schema', 'incidents'], code: 2, err: /Allowed choices are incident/, why: 'an unknown schema' },
];

describe('the command line', () => {
  it.each(CASES)('exits with $code: $why', async ({ argv, code, err }) => {
    const ran = await runCli(argv);
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(err);
    if (code === 2) expect(ran.out).toBe('');
  });

  it('reads stdin once', async () => {
    const stdin = readFileSync(CONFIG, 'utf8');
    const { code, err } = await runCli(['replay', '-c', '-', '-i', '-'], { stdin });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/stdin was read already/) });
  });

  it('shows every command with an example in its help', async () => {
    const { out } = await runCli(['--help']);
    const names = [...out.matchAll(/^ {2}([a-z-]+)( \[options\])?( <[^>]+>| \[[a-z]+\])? {2,}/gm)].map(
      ([, name]) => name!,
    );
    const commands = names.filter((name) => name !== 'help');
    expect(commands).toEqual(expect.arrayContaining(['check', 'replay', 'readings', 'why', 'alerts', 'schema']));
    for (const command of commands)
      expect((await runCli([command, '--help'])).out).toMatch(/Examples?:\n {2}barometer/);
  });

  it('ends quietly when the reader of stdout goes away', async () => {
    const stdout = new PassThrough({ highWaterMark: 1 });
    const stderr = new PassThrough();
    stdout.once('data', () => stdout.destroy());
    const argv = ['replay', ...THE_EXAMPLE, '--format', 'ndjson'];
    const code = await run(argv, { stdin: Readable.from([]), stdout, stderr, env: {}, clock: new ManualClock(NOW) });
    expect(code).toBe(0);
    expect(stderr.read()).toBeNull();
  });

  it('waits for a slow reader', async () => {
    const stdout = new PassThrough({ highWaterMark: 16 });
    const lines: string[] = [];
    stdout.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
    const argv = ['replay', ...THE_EXAMPLE, '--format', 'ndjson'];
    const stderr = new PassThrough();
    expect(await run(argv, { stdin: Readable.from([]), stdout, stderr, env: {}, clock: new ManualClock(NOW) })).toBe(0);
    expect(lines.join('')).toBe((await runCli(argv)).out);
  });
});
