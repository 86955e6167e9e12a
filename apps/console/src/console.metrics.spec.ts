import type { RuleDefinition } from '@barometer/alert';
import type { DeskView } from '@barometer/desk';
import { Registry } from 'prom-client';
import { consoleMetrics } from './console.metrics.js';
import type { ConfigProblem } from './ports.js';

const NOW = Date.parse('2024-01-29T00:00:00Z');

function rule(name: string, reading: Partial<RuleDefinition['reading']>): RuleDefinition {
  const enter = { text: 'count >= 3', all: [{ field: 'count', op: '>=', value: 3 }] } as const;
  const rungs = [{ level: 'high', enter, leave: enter }];
  const whole = { kind: 'count', params: {}, by: [], ...reading };
  return { name, title: name, reading: whole, rungs, hold: 0, release: 0, tone: 'alarm' };
}

/** A desk of one watch whose every rule has two series. */
function scrape(rules: readonly RuleDefinition[], more: Partial<DeskView> = {}, problems: ConfigProblem[] = []) {
  const registry = new Registry();
  const desk = {
    now: NOW,
    definitionHash: 'h1',
    definition: { ladder: ['low', 'high'], watches: [{ name: 'w', rules }], feeds: [] },
    counts: { revisions: 0, duplicates: 0, conflicts: 0, late: 0 },
    open: () => [],
    feeds: () => [],
    signs: () => [],
    series: () => ['one', 'two'],
    read: () => ({ known: true, value: 4, fields: { count: 4 } }),
    ...more,
  } as unknown as DeskView;
  const config = { current: { hash: 'h1' }, problems } as unknown as Parameters<typeof consoleMetrics>[0]['config'];
  consoleMetrics({ registry, desk: () => desk, config, clock: { now: () => NOW + 5_000, monotonic: () => 0 } });
  return registry.metrics();
}

describe('readings as metrics', () => {
  it('are given for series of closed lists; a threshold has no series', async () => {
    const text = await scrape([rule('by-country', { by: ['country'] })]);
    expect(text).toContain('barometer_reading{watch="w",rule="by-country",series="one"} 4');
    expect(text).toContain('barometer_reading_field{watch="w",rule="by-country",series="two",field="count"} 4');
    expect(text).toContain('barometer_threshold{watch="w",rule="by-country",level="high",field="count"} 3');
  });

  it.each([
    { why: 'there is no end of incidents', reading: { by: ['incident'] as const } },
    { why: 'places are written by hand', reading: { by: ['place'] as const } },
    { why: 'a kind may split by what is open', reading: { kind: 'novelty', params: { field: 'perpetrator' } } },
  ])('are left to page and API where $why', async ({ reading }) => {
    const text = await scrape([rule('open', reading)]);
    expect(text).not.toMatch(/series="/);
    expect(text).toContain('barometer_threshold{watch="w",rule="open"');
  });
});

describe('feeds as metrics', () => {
  it('say how long ago each was heard, and how long it may be quiet', async () => {
    const signs = [{ feed: 'a', last: NOW - 60_000, silentAfter: 3_600_000 }, { feed: 'never' }];
    const text = await scrape([], { signs: () => signs });
    expect(text).toContain('barometer_feed_age_seconds{feed="a"} 60');
    expect(text).toContain('barometer_feed_silent_after_seconds{feed="a"} 3600');
    expect(text).not.toContain('feed="never"');
  });
});

describe('the config in effect', () => {
  const fault = { file: 'f', line: 1, column: 1, path: 'x', message: 'm' };
  it.each([
    { why: 'the desk judges by it', hash: 'h1', problems: [], value: 1 },
    { why: 'a warning leaves it in effect', hash: 'h1', problems: [{ ...fault, severity: 'warning' }], value: 1 },
    { why: 'an edit is broken', hash: 'h1', problems: [fault], value: 0 },
    { why: 'the desk judges by another', hash: 'h0', problems: [], value: 0 },
  ])('$value: $why', async ({ hash, problems, value }) => {
    const text = await scrape([], { definitionHash: hash }, problems as ConfigProblem[]);
    expect(text).toContain(`barometer_config_in_effect ${value}`);
  });
});

describe('time as metrics', () => {
  it.each([
    { why: 'live, it is the wall time since', history: false, value: 5 },
    { why: 'history has no now to be behind', history: true, value: 0 },
    { why: 'nothing has come in yet', history: false, now: -Infinity, value: 0 },
  ])('$why', async ({ history, value, now = NOW }) => {
    expect(await scrape([], { history, now })).toContain(`barometer_desk_lag_seconds ${value}`);
  });
});
