import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { ReadingLine } from '../readings/line.js';
import { CONFIG, INCIDENTS, runCli, THE_EXAMPLE } from '../testing/run-cli.js';

const PROMISED = [
  ...['at', 'knownAt', 'watch', 'rule', 'series', 'value', 'fields', 'baseline', 'coverage', 'provisional'],
  'contributors',
];

async function read(...more: string[]): Promise<ReadingLine[]> {
  return (await runCli(['readings', ...THE_EXAMPLE, '--format', 'ndjson', ...more])).json<ReadingLine>();
}

const of = (rule: string, series?: string) => ['--rule', rule, ...(series === undefined ? [] : ['--series', series])];

describe('readings', () => {
  it('prints lines that their schema allows, with every promised field', async () => {
    const ajv = formats.default(new Ajv2020({ strict: false }));
    const schema = JSON.parse((await runCli(['schema', 'reading'])).out) as object;
    for (const line of await read('--at', '2020-01-08,2023-10-20,2023-11-28,2024-01-20,2024-01-29')) {
      ajv.validate(schema, line);
      expect(ajv.errors).toBeNull();
      expect(Object.keys(line)).toEqual(expect.arrayContaining(PROMISED));
    }
  });

  it('reads the surge in Iraq on 20 October 2023', async () => {
    expect(await read(...of('surge', 'country=IQ'), '--at', '2023-10-20')).toMatchObject([
      {
        at: '2023-10-20T23:59:59.999Z',
        knownAt: '2023-10-20T23:59:59.999Z',
        watch: 'us-forces',
        value: 3,
        fields: { count: 3, p: expect.closeTo(0.000121, 6) },
        baseline: { k: 0, days: 90 },
        coverage: [{ feed: 'region', state: 'alive', coverage: 'partial' }],
        provisional: false,
        contributors: [{ ref: 'fr-014.1' }, { ref: 'fr-011.1' }, { ref: 'fr-010.2' }],
      },
    ]);
  });

  it('names the salvo of 20 January 2024 the largest since 8 January 2020', async () => {
    const [line] = await read(...of('largest-salvo'), '--at', '2024-01-20');
    expect(line).toMatchObject({ value: 15, fields: { stood: 1473, since: '2020-01-08', sinceValue: 16 } });
    expect(line!.contributors.map(({ ref, as }) => [ref.slice(0, 6), as])).toEqual([
      ['fr-055', undefined],
      ['fr-007', 'largest since'],
      ['fr-013', 'beaten'],
    ]);
  });

  it('reads the chain of 27 December 2019 to 8 January 2020', async () => {
    const [line] = await read('--watch', 'exchange', '--at', '2020-01-08');
    expect(line).toMatchObject({ value: 5 });
    expect(line!.contributors.map(({ at }) => at.slice(0, 10))).toEqual([
      ...['2019-12-27', '2019-12-29', '2019-12-31', '2020-01-03', '2020-01-08'],
    ]);
  });

  it('reads the lull of November from the counter, and claims no other', async () => {
    const lines = await read(
      ...of('lull-after-strikes'),
      '--every',
      '1d',
      '--from',
      '2023-10-18',
      '--until',
      '2024-01-20',
    );
    const lulls = lines.filter(({ value }) => value > 0);
    expect(lines).toHaveLength(95);
    expect(lulls.map(({ at }) => at.slice(0, 10))).toEqual(['2023-11-28', '2023-11-29']);
    expect(lulls[0]).toMatchObject({ value: 5, fields: { by: 'counter', total: 73, p: expect.closeTo(0.00009, 6) } });
    const later = await read(...of('lull-after-strikes'), '--at', '2023-11-29', '--known-at', '2023-11-30');
    expect(later).toMatchObject([{ value: 0, knownAt: '2023-11-30T23:59:59.999Z' }]);
  });

  const HURT: { record: string; at: string; killed: number; injured: number; as?: string; by: string }[] = [
    { record: 'fr-007', at: '2020-01-08', killed: 0, injured: 0, by: 'us_president' },
    { record: 'fr-007', at: '2020-01-17', killed: 0, injured: 11, by: 'us_dod' },
    { record: 'fr-007', at: '2020-01-24', killed: 0, injured: 34, by: 'us_dod' },
    { record: 'fr-007', at: '2020-01-28', killed: 0, injured: 50, by: 'us_dod' },
    { record: 'fr-007', at: '2020-01-30', killed: 0, injured: 64, by: 'us_dod' },
    { record: 'fr-007', at: '2020-02-10', killed: 0, injured: 109, by: 'us_dod' },
    { record: 'fr-057', at: '2024-01-28T12:01:32Z', killed: 3, injured: 25, by: 'us_centcom' },
    { record: 'fr-057', at: '2024-01-28', killed: 3, injured: 34, as: 'at least', by: 'us_centcom' },
    { record: 'fr-057', at: '2024-01-29', killed: 3, injured: 40, as: 'more than', by: 'us_dod' },
    { record: 'fr-064', at: '2024-02-05T12:01:36Z', killed: 5, injured: 20, by: 'sohr' },
    { record: 'fr-064', at: '2024-02-05T12:01:37Z', killed: 6, injured: 20, by: 'sdf' },
    { record: 'fr-064', at: '2024-02-05', killed: 7, injured: 18, as: 'at least', by: 'sohr' },
  ];

  it.each(HURT)('resolves $killed killed, $injured injured for $record as known at $at', async (row) => {
    const { record, at, killed, injured, as, by } = row;
    const [line] = await read(...of('casualties', `incident=${record}`), '--at', at);
    expect(line).toMatchObject({ value: killed + injured, fields: { killed, injured, killedBy: by } });
    expect(line!.series).toBe(`incident=founding-region/${record}`);
    if (as !== undefined) expect(line!.words).toContain(`${as} ${injured}`);
  });

  it('reads as known then, unless told what was known', async () => {
    const then = await read(...of('casualties', 'incident=fr-007'), '--at', '2020-01-17');
    const now = await read(...of('casualties', 'incident=fr-007'), '--at', '2020-01-17', '--known-at', '2020-02-10');
    expect([then[0]!.value, now[0]!.value]).toEqual([11, 109]);
    expect(now[0]!.at).toBe('2020-01-17T23:59:59.999Z');
  });

  it('refuses to read a time later than what is known', async () => {
    const ran = await runCli(['readings', ...THE_EXAMPLE, '--at', '2024-01-02', '--known-at', '2024-01-01']);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/2024-01-02T23:59:59.999Z cannot be known at 2024-01-01/);
  });

  it('reads the same at each time alone as at many, in any order', async () => {
    const days = ['2023-11-28', '2020-01-08', '2024-01-29', '2023-10-20'];
    const alone = [];
    for (const day of [...days].sort()) alone.push(...(await read('--at', day)));
    expect(await read('--at', days.join(','))).toEqual(alone);
  });

  it('steps from the end of the first day to the end of the last', async () => {
    const lines = await read(...of('daily-count'), '--every', '30d');
    expect(lines[0]!.at).toBe('2019-12-27T23:59:59.999Z');
    expect(lines.at(-1)!.at <= '2024-04-23T23:59:59.999Z').toBe(true);
    expect(lines).toHaveLength(53);
    const known = await read(...of('daily-count'), '--every', '30d', '--known-at', '2026-01-01');
    expect(known.map(({ at }) => at)).toEqual(lines.map(({ at }) => at));
  });

  it('prints nothing for a series that never had a contribution, unless it is named', async () => {
    expect(await read(...of('surge'), '--at', '2024-01-01')).not.toContainEqual(
      expect.objectContaining({ series: 'country=JO' }),
    );
    expect(await read(...of('surge', 'country=JO'), '--at', '2024-01-01')).toMatchObject([
      { series: 'country=JO', value: 0, contributors: [] },
    ]);
    const ran = await runCli(['readings', ...THE_EXAMPLE, ...of('surge', 'contry=JO'), '--at', '2024-01-01']);
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 2, err: expect.stringMatching(/written country=…/) });
  });

  it('prints a table with the reading in words', async () => {
    const { out } = await runCli(['readings', ...THE_EXAMPLE, ...of('new-country'), '--at', '2024-01-28']);
    expect(out.split('\n')).toEqual([
      'AT                 WATCH / RULE             SERIES      VALUE  READING',
      expect.stringMatching(
        /^2024-01-28 23:59Z {2}us-forces \/ new-country {2}country=IQ {2}0 {6}no new country IQ among/,
      ),
      expect.stringMatching(/^2024-01-28 23:59Z {2}us-forces \/ new-country {2}country=JO {2}1 {6}.* is new among/),
      expect.stringMatching(
        /^2024-01-28 23:59Z {2}us-forces \/ new-country {2}country=SY {2}0 {6}no new country SY among/,
      ),
      '',
    ]);
  });

  it('prints OpenMetrics, each series in one piece and in order of time', async () => {
    const argv = ['readings', ...THE_EXAMPLE, '--every', '1d', '--from', '2023-10-19', '--until', '2023-10-20'];
    const { out, err } = await runCli([...argv, '--watch', 'us-forces', '--format', 'openmetrics']);
    expect(err).toBe('openmetrics has no readings of us-forces/casualties: their series are no closed list\n');
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe('# TYPE barometer_reading gauge');
    expect(lines.at(-1)).toBe('# EOF');
    expect(lines.filter((line) => line.includes('rule="surge",series="country=IQ"} '))).toEqual([
      'barometer_reading{job="replay",watch="us-forces",rule="surge",series="country=IQ"} 2 1697759999.999',
      'barometer_reading{job="replay",watch="us-forces",rule="surge",series="country=IQ"} 3 1697846399.999',
    ]);
    const samples = lines.filter((line) => !line.startsWith('#')).map((line) => line.replace(/ .*$/, ''));
    const starts = samples.filter((name, i) => name !== samples[i - 1]);
    expect(new Set(starts).size).toBe(starts.length);
    const families = lines.filter((line) => line.startsWith('# TYPE'));
    expect(new Set(families).size).toBe(families.length);
  });

  it('prints in OpenMetrics what /metrics had shown then: fields, thresholds, levels, alerts, feeds, transitions', async () => {
    const argv = ['readings', ...THE_EXAMPLE, '--at', '2023-10-21', '--format', 'openmetrics', '--desk', 'mine'];
    const { out } = await runCli(argv);
    const shown = (name: string, labels: string) => {
      const start = `barometer_${name}{job="mine",${labels}} `;
      return out.split('\n').flatMap((line) => (line.startsWith(start) ? [line.slice(start.length)] : []));
    };
    const at = '1697932799.999';
    expect(shown('reading_field', 'watch="us-forces",rule="surge",series="country=IQ",field="count"')).toHaveLength(1);
    expect(shown('threshold', 'watch="us-forces",rule="surge",level="high",field="p"')).toEqual([`0.001 ${at}`]);
    expect(shown('watch_level', 'watch="us-forces"')).toEqual([`3 ${at}`]);
    expect(Number(shown('alerts_open', 'level="high",tone="alarm"')[0]!.split(' ')[0])).toBeGreaterThan(0);
    expect(shown('feed_alive', 'feed="region",coverage="partial"')).toEqual([`1 ${at}`]);
    const surge = 'watch="us-forces",rule="surge",transition="raised"';
    const [raised] = shown('transition_timestamp_seconds', `${surge},level="high"`);
    expect(raised).toMatch(new RegExp(` ${at}$`));
    expect(Number(raised!.split(' ')[0])).toBeLessThan(Number(at));
  });

  it('prints of instants known later only readings: levels are those of their time', async () => {
    const argv = ['readings', ...THE_EXAMPLE, '--at', '2023-10-21', '--known-at', '2024-01-01'];
    const { out } = await runCli([...argv, '--format', 'openmetrics']);
    expect([...out.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name)).toEqual([
      'barometer_reading',
      'barometer_reading_field',
      'barometer_threshold',
    ]);
  });

  it('stops reading the file once every time is read', async () => {
    const [first] = (await readFile(INCIDENTS, 'utf8')).split('\n');
    const stdin = `${first}\n${'broken\n'.repeat(3)}`;
    const argv = ['readings', '-c', CONFIG, '-i', '-', '--at', '2019-12-26,2019-12-27', '--strict'];
    expect((await runCli(argv, { stdin })).code).toBe(1);
    const { code, err } = await runCli([...argv.slice(0, 5), '--at', '2019-12-26', '--strict'], { stdin });
    expect({ code, err }).toEqual({ code: 0, err: 'no readings: no series had a contribution then\n' });
  });

  it('says so when nothing of a file can be used', async () => {
    const { code, err } = await runCli(['readings', '-c', CONFIG, '-i', '-', '--at', '2024-01-01'], { stdin: 'x\n' });
    expect(code).toBe(2);
    expect(err).toMatch(/stdin:1: broken_json.*\n.*\n.*nothing of - could be used/);
  });
});
