import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify, type Transition } from '@barometer/alert';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { CONFIG, INCIDENTS, runCli, THE_EXAMPLE } from '../testing/run-cli.js';

/** Fields that others script against. */
const PROMISED = [
  ...['v', 'at', 'watch', 'rule', 'series', 'alertId', 'seq', 'transition', 'level', 'previous', 'reason', 'value'],
  ...['threshold', 'evidence', 'counterfactual', 'cause'],
];

async function replayed(...more: string[]): Promise<Transition[]> {
  return (await runCli(['replay', ...THE_EXAMPLE, '--format', 'ndjson', ...more])).json<Transition>();
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function edited(change: (text: string) => string): Promise<string> {
  const file = join(await mkdtemp(join(folder, 'replay-')), 'barometer.yaml');
  await writeFile(file, change(await readFile(CONFIG, 'utf8')));
  return file;
}

describe('replay', () => {
  it('prints every transition as one line of JSON that its schema allows', async () => {
    const ajv = formats.default(new Ajv2020({ strict: false }));
    const schema = JSON.parse((await runCli(['schema', 'transition'])).out) as object;
    const transitions = await replayed();
    expect(transitions.length).toBeGreaterThan(60);
    for (const transition of transitions) {
      ajv.validate(schema, transition);
      expect(ajv.errors).toBeNull();
      expect(verify(transition)).toBe(true);
    }
    const withAll = transitions.find(({ counterfactual }) => counterfactual);
    expect(Object.keys(withAll!)).toEqual(expect.arrayContaining(PROMISED));
  });

  it('is the same, byte for byte, a second time and from stdin', async () => {
    const argv = ['replay', ...THE_EXAMPLE, '--format', 'ndjson'];
    const { out } = await runCli(argv);
    expect((await runCli(argv)).out).toBe(out);
    const stdin = await readFile(INCIDENTS, 'utf8');
    expect((await runCli(['replay', '-c', CONFIG, '-i', '-', '--format', 'ndjson'], { stdin })).out).toBe(out);
    const list = JSON.stringify(
      stdin
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    );
    const fromList = await runCli(['replay', '-c', CONFIG, '-i', '-', '--format', 'ndjson'], { stdin: list });
    expect(fromList.out).toBe(out);
  });

  it('prints a table, one line a transition', async () => {
    const { code, out, err } = await runCli(['replay', ...THE_EXAMPLE, '--watch', 'exchange']);
    expect(out.split('\n').slice(0, 3)).toEqual([
      'AT                 LEVEL     WATCH / RULE            SERIES  WHAT CHANGED',
      '2019-12-31 12:00Z  elevated  exchange / tit-for-tat  all     RAISED: a chain of 3 incidents, each a response to the one before.',
      '2020-01-08 12:00Z  high      exchange / tit-for-tat  all     UPGRADED: ELEVATED -> HIGH. A chain of 5 incidents, each a response to the one before.',
    ]);
    expect(out).not.toContain('\u001b');
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('prints of one watch what it prints of it among all', async () => {
    const all = await replayed();
    for (const name of ['us-forces', 'exchange', 'red-sea', 'signals'])
      expect(await replayed('--watch', name)).toEqual(all.filter(({ watch }) => watch === name));
  });

  it('takes what was recorded up to --until, and lets fall due what does by then', async () => {
    const all = await replayed();
    for (const until of ['2019-12-30', '2023-10-20', '2023-10-26', '2024-01-28T12:01:32Z']) {
      const end = until.includes('T') ? until : `${until}T23:59:59.999Z`;
      expect(await replayed('--until', until)).toEqual(all.filter(({ at }) => Date.parse(at) <= Date.parse(end)));
    }
  });

  it('goes on past the last line when --until is later', async () => {
    const open = new Set<string>();
    for (const { alertId, level } of await replayed('--until', '2026-01-01')) {
      if (level === null) open.delete(alertId);
      else open.add(alertId);
    }
    expect(open).toEqual(new Set());
  });

  const EXITS: { more: string[]; code: number; why: string }[] = [
    { more: ['--fail-on', 'critical'], code: 1, why: 'an alert is critical' },
    { more: ['--fail-on', 'critical', '--until', '2019-12-26'], code: 0, why: 'nothing has happened yet' },
    { more: ['--fail-on', 'high', '--watch', 'red-sea'], code: 0, why: 'this watch never stands so high' },
    { more: ['--fail-on', 'low', '--watch', 'red-sea'], code: 1, why: 'it does stand there' },
    { more: ['--strict'], code: 0, why: 'every line can be used' },
  ];

  it.each(EXITS)('exits with $code when $why', async ({ more, code }) => {
    expect((await runCli(['replay', ...THE_EXAMPLE, ...more])).code).toBe(code);
  });

  it('tells of lines it could not use, and fails for them only when --strict', async () => {
    const stdin = `${await readFile(INCIDENTS, 'utf8')}{"kind":"attack"}\n`;
    const argv = ['replay', '-c', CONFIG, '-i', '-'];
    const lax = await runCli(argv, { stdin });
    expect(lax.code).toBe(0);
    expect(lax.err).toMatch(/stdin:116: missing_field .*\n1 of stdin could not be used/);
    expect((await runCli([...argv, '--strict'], { stdin })).code).toBe(1);
  });

  it('takes heartbeats, and says when they stop', async () => {
    const file = await edited((text) => text.replace('coverage: partial', 'coverage: partial\n    silentAfter: 48h'));
    const beat = (day: number) => `{"heartbeat":"region","at":"2024-05-0${day}T00:00:00Z"}`;
    const stdin = [1, 2, 6].map(beat).join('\n');
    const argv = ['replay', '-c', file, '-i', '-', '--format', 'ndjson'];
    expect((await runCli(argv, { stdin })).json()).toMatchObject([
      { at: '2024-05-04T00:00:00.000Z', watch: 'barometer', rule: 'feed silent', transition: 'raised' },
      { at: '2024-05-06T00:00:00.000Z', transition: 'resolved', reason: 'feed alive' },
    ]);
    const only = await runCli([...argv, '--watch', 'barometer', '--until', '2024-05-04'], { stdin });
    expect(only.json()).toHaveLength(1);
  });

  describe('--against', () => {
    it('finds no difference in a config that means the same, and exits 0', async () => {
      const file = await edited((text) => text.replace('release: 48h', 'release: 2d # the same'));
      const { code, out, err } = await runCli(['replay', ...THE_EXAMPLE, '--against', file]);
      expect(code).toBe(0);
      expect(out).toMatch(/^RECEIVER +NOTICES BEFORE +AFTER\ndesk +(\d+) +\1\nphone +(\d+) +\2\n$/);
      expect(err).toMatch(/28 alerts by the new config: none differs/);
    });

    it('names what a change adds, removes and moves, and what receivers are sent', async () => {
      const old = await edited((text) =>
        text
          .replace('{ elevated: injured >= 1,', '{ elevated: injured >= 3,')
          .replace('{ low: count >= 1, elevated: count >= 2 }', '{ elevated: count >= 2 }')
          .replace('release: 48h', 'release: 72h'),
      );
      const { code, json } = await runCli(['replay', ...THE_EXAMPLE, '--against', old, '--format', 'ndjson']);
      expect(code).toBe(1);
      const lines = json();
      const brief = lines.flatMap(({ change, rule, series, words }) =>
        change === undefined ? [] : [[change, rule, series, ...(words as string[])].join(' ')],
      );
      expect(brief).toEqual([
        'moved attacks all raised 20 days earlier ended 20 days later',
        'moved surge country=IQ ended 1 day earlier',
        'added casualties incident=founding-region/fr-016',
        'moved surge country=IQ ended 1 day earlier',
        'moved surge country=SY ended 1 day earlier',
        'added casualties incident=founding-region/fr-030',
        'moved surge country=IQ ended 1 day earlier',
      ]);
      expect(lines[0]).toMatchObject({
        ...{ v: 1, type: 'alert', watch: 'red-sea' },
        before: { level: 'elevated', from: '2023-11-08T12:00:24.000Z', to: '2023-11-19T00:00:00.000Z' },
        after: { level: 'elevated', from: '2023-10-19T12:00:13.000Z', to: '2023-12-09T00:00:00.000Z' },
      });
      expect(lines.slice(-2)).toMatchObject([
        { type: 'notices', receiver: 'desk' },
        { type: 'notices', receiver: 'phone', before: 10, after: 10 },
      ]);
    });

    it('is the mirror of the comparison the other way round', async () => {
      const other = await edited((text) => text.replace('{ elevated: injured >= 1,', '{ elevated: injured >= 3,'));
      const there = (await runCli(['replay', ...THE_EXAMPLE, '--against', other, '--format', 'ndjson'])).json();
      const argv = ['replay', '-c', other, '-i', INCIDENTS, '--against', CONFIG, '--format', 'ndjson'];
      const back = (await runCli(argv)).json();
      const swap = { added: 'removed', removed: 'added', moved: 'moved' } as const;
      const mirrored = back.map(({ before, after, change, ...rest }) => ({
        ...rest,
        ...(change === undefined ? {} : { change: swap[change as keyof typeof swap] }),
        before: after,
        after: before,
      }));
      expect(mirrored).toEqual(there);
    });

    it('counts a receiver that only one of the configs has', async () => {
      const old = await edited((text) =>
        text.replace(/ {2}phone: .*\n/, '').replace(/ {2}- \{ atLeast: high, to: phone.*\n/, ''),
      );
      const { code, out } = await runCli(['replay', ...THE_EXAMPLE, '--against', old]);
      expect(code).toBe(1);
      expect(out).toMatch(/phone +0 +10 +\+10/);
    });
  });
});
