import { DAY, HOUR } from '@barometer/time';
import fc from 'fast-check';
import { compareEpisodes } from './compare.js';
import type { Episode } from './episodes.js';

const START = Date.UTC(2024, 0, 1);
const episode = (from: number, to: number, level = 'high', rule = 'r'): Episode => ({
  ...{ alertId: `${rule}${from}`, watch: 'w', rule, series: 'all', level },
  from: START + from * DAY,
  to: START + to * DAY,
});

const ROWS: { before: Episode[]; after: Episode[]; changes: string[]; why: string }[] = [
  { before: [episode(0, 1)], after: [episode(0, 1)], changes: [], why: 'the same' },
  { before: [], after: [episode(0, 1)], changes: ['added'], why: 'only the new config raises it' },
  { before: [episode(0, 1)], after: [], changes: ['removed'], why: 'only the old one does' },
  { before: [episode(0, 1)], after: [episode(2, 3)], changes: ['removed', 'added'], why: 'they never stood at once' },
  { before: [episode(0, 3)], after: [episode(1, 3)], changes: ['moved raised 1 day later'], why: 'later' },
  { before: [episode(0, 3)], after: [episode(0, 2.5)], changes: ['moved ended 12 h earlier'], why: 'shorter' },
  { before: [episode(0, 3)], after: [episode(0, Infinity)], changes: ['moved still open'], why: 'it has not ended' },
  { before: [episode(0, Infinity)], after: [episode(0, 3)], changes: ['moved no longer open'], why: 'it has now' },
  { before: [episode(0, 3, 'low')], after: [episode(0, 3)], changes: ['moved high instead of low'], why: 'higher' },
  { before: [episode(0, 3)], after: [episode(0, 3, 'high', 's')], changes: ['removed', 'added'], why: 'another rule' },
  {
    before: [episode(0, 9)],
    after: [episode(0, 2), episode(4, 9)],
    changes: ['moved ended 7 days earlier', 'added'],
    why: 'one became two',
  },
];

describe('two configs side by side', () => {
  it.each(ROWS)('$why: $changes', ({ before, after, changes }) => {
    const found = compareEpisodes(before, after).map(({ change, words }) => [change, ...words].join(' '));
    expect(found).toEqual(changes);
  });

  it('accounts for every alert of both, whatever they are', () => {
    const any = fc.array(
      fc
        .record({ from: fc.nat(50), length: fc.nat(9), rule: fc.constantFrom('a', 'b') })
        .map(({ from, length, rule }) => episode(from, from + length + HOUR / DAY, 'high', rule)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(any, any, (before, after) => {
        const found = compareEpisodes(before, after);
        const count = (change: string) => found.filter((one) => one.change === change).length;
        expect(before.length - count('removed')).toBe(after.length - count('added'));
        expect(compareEpisodes(before, before)).toEqual([]);
      }),
    );
  });
});
