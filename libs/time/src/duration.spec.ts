import fc from 'fast-check';
import { DAY, HOUR, MINUTE, SECOND, formatDuration, parseDuration } from './duration.js';

describe('parseDuration', () => {
  it.each([
    ['7d', 7 * DAY],
    ['36h', 36 * HOUR],
    ['2w', 14 * DAY],
    ['1h30m', 90 * MINUTE],
    ['250ms', 250],
    ['1m1ms', MINUTE + 1],
    ['0', 0],
    ['0s', 0],
  ])('reads %s', (text, expected) => expect(parseDuration(text)).toBe(expected));

  it.each([
    { text: '', why: 'nothing' },
    { text: '7', why: 'no unit' },
    { text: '-7d', why: 'negative' },
    { text: '1.5h', why: 'a fraction' },
    { text: ' 7d', why: 'blanks' },
    { text: '7D', why: 'capitals' },
    { text: '7 days', why: 'words' },
    { text: '30m1h', why: 'short before long' },
    { text: '1d1d', why: 'a unit twice' },
    { text: '1y', why: 'a year has no fixed length' },
    { text: '999999999999999w', why: 'beyond whole numbers' },
    { text: `${'9'.repeat(5_000)}d`, why: 'a flood of digits' },
  ])('refuses $why', ({ text }) => expect(() => parseDuration(text)).toThrow(/duration/));

  it('says what may be written', () =>
    expect(() => parseDuration('7 days')).toThrow('"7 days" is not a duration: write a whole number and a unit'));
});

describe('formatDuration', () => {
  it.each([
    [7 * DAY, '7d'],
    [14 * DAY, '14d'],
    [36 * HOUR, '36h'],
    [90 * SECOND, '90s'],
    [1_001, '1001ms'],
    [0, '0s'],
    [-2 * HOUR, '-2h'],
  ])('writes %d as %s', (duration, expected) => expect(formatDuration(duration)).toBe(expected));

  it('loses nothing', () =>
    fc.assert(fc.property(fc.nat(), (ms) => expect(parseDuration(formatDuration(ms))).toBe(ms))));

  it('refuses what is not whole', () => expect(() => formatDuration(1.5)).toThrow('1.5'));
});
