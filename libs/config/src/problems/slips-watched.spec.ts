import { read, type Slip } from '../testing/slip.js';
import { formatProblem } from './problem.js';

const SLIPS: readonly Slip[] = [
  {
    why: 'misspelt top-level key',
    from: 'timezone:',
    into: '@@timezon:',
    message: 'unknown key "timezon"',
    suggestion: 'timezone',
  },
  {
    why: 'misspelt key of a rule',
    from: 'release: 48h',
    into: '@@relase: 48h',
    message: 'unknown key "relase"',
    suggestion: 'release',
  },
  {
    why: 'misspelt parameter',
    from: 'window: 7d',
    into: '@@windwo: 7d',
    message: 'unknown key "windwo"',
    suggestion: 'window',
  },
  {
    why: 'misspelt kind of reading',
    from: 'kind: surge',
    into: 'kind: @@surg',
    message: '"surg" is no value of "kind"',
    suggestion: 'surge',
  },
  {
    why: 'misspelt group',
    from: 'by: country',
    into: 'by: @@contry',
    message: '"contry" is no value of "by"',
    suggestion: 'country',
  },
  {
    why: 'misspelt group in a list',
    from: 'by: country',
    into: 'by: [country, @@tactics]',
    message: /no value of "by"/,
    suggestion: 'tactic',
  },
  { why: 'misspelt set', from: 'of: attacks', into: 'of: @@attaks', message: 'no set "attaks"', suggestion: 'attacks' },
  {
    why: 'misspelt facet',
    from: 'target: [',
    into: '@@targt: [',
    message: 'unknown key "targt"',
    suggestion: 'target',
  },
  {
    why: 'misspelt actor',
    from: 'actor:usa-mil',
    into: '@@actor:usa-mill',
    message: /^unknown actor "actor:usa-mill"/,
    suggestion: 'actor:usa-mil',
  },
  {
    why: 'misspelt kind of incident',
    from: 'salvo',
    into: '@@salvoo',
    message: 'unknown kind "salvoo"',
    suggestion: 'salvo',
  },
  {
    why: 'misspelt country',
    from: 'IQ, none',
    into: "@@'Jordn', none",
    message: /^unknown country "Jordn"/,
    suggestion: 'JO',
  },
  {
    why: 'misspelt tactic',
    from: 'target: [actor:usa-mil]',
    into: 'tactic: @@rockets',
    message: 'unknown tactic "rockets"',
    suggestion: 'rocket',
  },
  {
    why: 'misspelt field of a condition',
    from: 'p < 0.01 and count >= 3,',
    into: 'p < 0.01 and @@cont >= 3,',
    message: 'no field "cont"',
    suggestion: 'count',
  },
  {
    why: 'unreadable condition',
    from: 'p < 0.01 and count >= 3,',
    into: 'p < 0.01 and @@count over 3,',
    message: /^expected "field op value"/,
  },
  { why: 'one = to compare', from: 'count >= 3,', into: 'count @@= 3,', message: 'use == to compare', allowed: ['=='] },
  {
    why: 'misspelt level',
    from: '{ elevated:',
    into: '{ @@elevatd:',
    message: 'no level "elevatd" on the ladder',
    suggestion: 'elevated',
    allowed: ['low', 'elevated', 'high', 'critical'],
  },
  {
    why: 'thresholds the wrong way round',
    from: 'p < 0.001',
    into: '@@p < 0.1',
    message: /"high" is easier to reach than "elevated" by p/,
    severity: 'warning',
  },
  {
    why: 'duration in words',
    from: 'release: 48h',
    into: 'release: @@7 days',
    message: /is not a duration/,
    suggestion: '7d',
  },
  {
    why: 'duration as ISO 8601',
    from: 'silentAfter: 48h',
    into: 'silentAfter: @@P2D',
    message: /is not a duration/,
    suggestion: '2d',
  },
  {
    why: 'duration of a parameter in words',
    from: 'window: 7d',
    into: 'window: @@7 days',
    message: /is not a duration/,
    suggestion: '7d',
  },
  {
    why: 'duration without a unit',
    from: 'window: 7d',
    into: 'window: @@7',
    message: '7 has no unit',
    suggestion: '7d',
  },
  {
    why: 'unknown feed',
    from: 'feeds: [region]',
    into: 'feeds: [@@regoin]',
    message: 'no feed "regoin"',
    suggestion: 'region',
  },
  {
    why: 'the built-in feed',
    from: '  region: {',
    into: '  region: { datasets: [a] }\n  @@other: {',
    message: /^the feed "other" is built in/,
  },
  {
    why: 'the built-in watch',
    from: '  forces:',
    into: '  @@barometer:',
    message: /^the watch "barometer" is built in/,
  },
  {
    why: 'span of days that is none',
    from: '2023-07-01/2024-04-23',
    into: '@@2023-07-01 - 2024-04-23',
    message: /is not a span of days/,
  },
  {
    why: 'span that ends before it begins',
    from: '2023-07-01/2024-04-23',
    into: '@@2024-07-01/2024-04-23',
    message: /ends before it begins/,
  },
];

describe('a slip in what is watched', () => {
  it.each(SLIPS)('$why: $into', (slip) => {
    const { found, expected, takesEffect, problems } = read(slip);
    expect(found ?? problems.map((problem) => formatProblem(problem)).join('\n')).toMatchObject(expected);
    expect(takesEffect).toBe(slip.severity === 'warning');
    expect(problems).toHaveLength(1);
  });
});
