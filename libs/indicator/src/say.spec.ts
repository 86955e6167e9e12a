import { DAY, HOUR, SECOND } from '@barometer/time';
import { amount, dayOf, daysLong, inDays, inWords, one, oneIn, perPeriod } from './say.js';

describe('figures in words', () => {
  it.each([
    [1, 'almost always', 'ten in ten would promise'],
    [0.95, 'almost always', 'where ten in ten would be rounded to'],
    [0.94, 'about 9 in 10', 'the last that is counted in tenths'],
    [0.5, 'about 5 in 10', 'from a half on tenths read better'],
    [0.49, 'about 1 in 2', 'below it, one in so many'],
    [0.000_125, 'about 1 in 8,000', 'two figures that count, thousands apart'],
    [1.234e-7, 'about 1 in 8,100,000', 'the same for millions'],
    [1e-12, 'less than 1 in 1,000,000,000', 'nobody can tell smaller ones apart'],
    [0, 'less than 1 in 1,000,000,000', 'a tail too small for a number'],
  ])('a chance of %d: %s, %s', (p, words) => {
    expect(oneIn(p)).toBe(words);
  });

  it.each([
    [7 * DAY, '7 days'],
    [DAY, '1 day'],
    [36 * HOUR, '36 hours'],
    [SECOND, '1 second'],
    [1_500, '1500ms'],
  ])('a length of %d ms: %s', (length, words) => {
    expect(inDays(length)).toBe(words);
  });

  it.each([
    [1, '1 day'],
    [1.04, '1 day'],
    [2.46, '2.5 days'],
    [5, '5 days'],
  ])('%d days: %s', (days, words) => {
    expect(daysLong(days)).toBe(words);
  });

  it.each([
    [0, 'attacks on us', 'no attacks on us'],
    [1, 'attacks on us', '1 attack on us'],
    [3, 'attacks on us', '3 attacks on us'],
    [1, 'rocket attacks', '1 rocket attack'],
  ])('%d of %s: %s', (number, of, words) => {
    expect(amount(number, of)).toBe(words);
  });

  it.each([
    ['deaths in us bases', 'death in us bases', 'the first word is what is counted'],
    ['us strikes', 'us strike', 'a short first word is a name'],
    ['news', 'new', 'a plain plural by its look'],
    ['crisis', 'crisis', 'not every s is a plural'],
  ])('one of %s: %s, %s', (of, singular) => {
    expect(one(of)).toBe(singular);
  });

  it.each([
    [{ k: 0, days: 90 }, 7 * DAY, 'none'],
    [{ k: 4, days: 90 }, 7 * DAY, '0.3 a week'],
    [{ k: 90, days: 90 }, DAY, '1.0 a day'],
    [{ k: 29, days: 90 }, 10 * DAY, '3.2 in 10 days'],
    [{ k: 900, days: 90 }, 7 * DAY, '70 a week'],
  ])('a baseline of %j in a window of %d ms: %s', (baseline, window, words) => {
    expect(perPeriod({ ...baseline, from: 0, to: baseline.days * DAY }, window)).toBe(words);
  });

  it('a date, and what is none as it stands', () => {
    expect(inWords(Date.UTC(2020, 0, 8))).toBe('8 Jan 2020');
    expect([dayOf('2020-01-08T23:59:59Z'), dayOf('unknown')]).toEqual(['8 Jan 2020', 'unknown']);
  });
});
