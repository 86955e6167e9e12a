import type { WhyLine } from '../why/explain.js';
import { runCli, THE_EXAMPLE } from '../testing/run-cli.js';

const why = (watch: string, rule: string, ...more: string[]) =>
  runCli(['why', ...THE_EXAMPLE, '--watch', watch, '--rule', rule, ...more]);

describe('why', () => {
  it('says what a series that fired stands at, by how much, and on what', async () => {
    const { code, out } = await why('us-forces', 'surge', '--series', 'country=IQ', '--at', '2023-10-20');
    expect(code).toBe(0);
    expect(out.replace(/Alert \w+/, 'Alert X').split('\n')).toEqual([
      'us-forces / surge / country=IQ',
      'Stands at high at 2023-10-20T23:59:59.999Z.',
      'Alert X, open since 2023-10-20 12:00Z.',
      '',
      expect.stringMatching(/^Reading {3}3 .* in 7 days, usually none$/),
      '          p = 0.000121 (about 1 in 8,300), x = 3 in 7 days, k = 0 in 90 covered days',
      'high      p < 0.001 and count >= 3: holds',
      '          + p < 0.001: it is 0.000121',
      '          + count >= 3: it is 3',
      'elevated  p < 0.01 and count >= 3: holds',
      '          + p < 0.01: it is 0.000121',
      '          + count >= 3: it is 3',
      'Feed      region: alive, partial coverage',
      '',
      'CONTRIBUTOR  OCCURRED    WEIGHT',
      'fr-014.1     2023-10-20  1',
      'fr-011.1     2023-10-18  1',
      'fr-010.2     2023-10-18  1',
      '',
    ]);
  });

  it('says the distance where it did not fire', async () => {
    const { out } = await why('us-forces', 'surge', '--series', 'country=IQ', '--at', '2023-10-19');
    expect(out).toContain('Did not fire at 2023-10-19T23:59:59.999Z: elevated needs');
    expect(out).toContain('- count >= 3: it is 2, 1 away');
  });

  it('says the guard that keeps an alert open', async () => {
    const { out } = await why('us-forces', 'surge', '--series', 'country=IQ', '--at', '2023-10-26');
    expect(out).toMatch(/Stands at high.*; kept open until 2023-10-27T00:00:00.000Z \(2d since/);
  });

  it('gives machines the same, with the distance in the unit of the field', async () => {
    const argv = ['--series', 'incident=fr-057', '--at', '2024-01-29', '--format', 'ndjson'];
    const [line] = (await why('us-forces', 'casualties', ...argv)).json<WhyLine>();
    expect(line).toMatchObject({
      series: 'incident=founding-region/fr-057',
      level: 'critical',
      alert: { since: '2024-01-28T12:01:32.000Z' },
      value: 43,
      rungs: [{ level: 'elevated' }, { level: 'high', holds: true }, { level: 'critical', holds: true }],
    });
    const [not] = (
      await why('us-forces', 'surge', '--series', 'country=SY', '--at', '2023-11-28', '--format', 'ndjson')
    ).json<WhyLine>();
    expect(not).toMatchObject({ level: null, alert: null });
    expect(not!.rungs[0]!.comparisons[1]).toMatchObject({ actual: 2, holds: false, distance: 1 });
  });

  it('says of a series nothing bears on that it did not fire, and what there is', async () => {
    const { code, out, err } = await why('us-forces', 'new-country', '--series', 'country=JO', '--at', '2024-01-01');
    expect(code).toBe(0);
    expect(out).toContain('Did not fire at 2024-01-01T23:59:59.999Z: high needs new (it is false).');
    expect(err).toBe('series with reports by then: country=IQ, country=SY\n');
  });

  const WRONG: { argv: string[]; err: RegExp }[] = [
    { argv: ['us-forces', 'surg'], err: /no rule "surg" in us-forces: did you mean surge\?/ },
    { argv: ['us', 'surge'], err: /no watch "us": there is exchange, red-sea, signals, us-forces/ },
    { argv: ['us-forces', 'surge', '--series', 'all'], err: /written country=…/ },
  ];

  it.each(WRONG)('exits 2 for $argv', async ({ argv: [watch, rule, ...more], err }) => {
    const ran = await why(watch!, rule!, ...more);
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(err);
  });

  it('wraps at the width of a terminal', async () => {
    const argv = ['why', ...THE_EXAMPLE, '--watch', 'us-forces', '--rule', 'largest-salvo', '--at', '2024-01-20'];
    const { out } = await runCli(argv, { columns: 80, env: { NO_COLOR: '1' } });
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
