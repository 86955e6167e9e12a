import fc from 'fast-check';
import { DAY } from './duration.js';
import { endOfDay, iso, isoDate, parseAsOf, parseDays, parseInstant, startOfDay } from './iso.js';

describe('parseInstant', () => {
  it.each([
    ['2024-01-28', '2024-01-28T00:00:00.000Z', 'day'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', 'day'],
    ['1899-12-31', '1899-12-31T00:00:00.000Z', 'day'],
    ['2024-01-28T05:30Z', '2024-01-28T05:30:00.000Z', 'instant'],
    ['2024-01-28T05:30:10Z', '2024-01-28T05:30:10.000Z', 'instant'],
    ['2024-01-28T05:30:10.5+03:00', '2024-01-28T02:30:10.500Z', 'instant'],
    ['2024-01-01T00:30:00-05:45', '2024-01-01T06:15:00.000Z', 'instant'],
    ['2024-01-28T05:30:10.123999999Z', '2024-01-28T05:30:10.123Z', 'instant'],
  ])('reads %s', (text, expected, precision) => {
    const parsed = parseInstant(text);
    expect([iso(parsed.at), parsed.precision]).toEqual([expected, precision]);
  });

  it.each([
    { text: '', why: 'nothing' },
    { text: '2023-02-29', why: 'a day that never was' },
    { text: '2024-13-01', why: 'a thirteenth month' },
    { text: '2024-00-10', why: 'no month' },
    { text: '2024-01-00', why: 'day 0' },
    { text: '2024-01-32', why: 'day 32' },
    { text: '2024-1-28', why: 'one digit' },
    { text: '2024-01', why: 'no day' },
    { text: '28/01/2024', why: 'another order' },
    { text: '2024-01-28T05:30:00', why: 'no zone' },
    { text: '2024-01-28 05:30:00Z', why: 'a blank for the T' },
    { text: '2024-01-28T24:00:00Z', why: 'hour 24' },
    { text: '2024-01-28T05:60:00Z', why: 'minute 60' },
    { text: '2024-01-28T05:30:60Z', why: 'second 60' },
    { text: '2024-01-28T05:30:00+24:00', why: 'an offset of a day' },
    { text: '2024-01-28T05:30:00.Z', why: 'a point and no digits' },
    { text: '2024-02-30T05:30:00Z', why: 'a time on a day that never was' },
    { text: '1706400000', why: 'a number' },
    { text: '2024-01-28\n', why: 'a line end' },
    { text: '+002024-01-28', why: 'a long year' },
  ])('refuses $why', ({ text }) => expect(() => parseInstant(text)).toThrow('is not an ISO 8601 time'));

  it('reads back what iso writes', () =>
    fc.assert(
      fc.property(fc.integer({ min: Date.parse('0001-01-01T00:00Z'), max: Date.parse('9999-12-31T00:00Z') }), (at) =>
        expect(parseInstant(iso(at))).toEqual({ at, precision: 'instant' }),
      ),
    ));

  it('knows which days there are', () =>
    fc.assert(
      fc.property(fc.nat(9999), fc.nat(13), fc.nat(33), (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
        const days = [0, 31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0][month]!;
        const read = () => iso(parseInstant(`${text}T12:00:00Z`).at);
        if (day >= 1 && day <= days) expect(read()).toBe(`${text}T12:00:00.000Z`);
        else expect(read).toThrow('ISO 8601');
      }),
      { numRuns: 2_000 },
    ));

  it('never fails in another way', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(Number.isSafeInteger(parseInstant(text).at)).toBe(true);
        } catch (error) {
          expect((error as Error).message).toContain('ISO 8601');
        }
      }),
    ));
});

describe('days', () => {
  it('ends a day a millisecond before the next', () => {
    const noon = parseInstant('2024-01-28T12:00:00Z').at;
    expect(iso(endOfDay(noon))).toBe('2024-01-28T23:59:59.999Z');
    expect(iso(startOfDay(noon))).toBe('2024-01-28T00:00:00.000Z');
    expect(isoDate(endOfDay(noon))).toBe('2024-01-28');
  });

  it('keeps to the calendar before 1970', () =>
    expect(iso(endOfDay(parseInstant('1969-12-31').at))).toBe('1969-12-31T23:59:59.999Z'));

  it('reads a bare date in a question as its end', () => {
    expect(iso(parseAsOf('2024-01-28'))).toBe('2024-01-28T23:59:59.999Z');
    expect(iso(parseAsOf('2024-01-28T12:00:00Z'))).toBe('2024-01-28T12:00:00.000Z');
  });

  it('reads a span with both its days', () => {
    const span = parseDays('2019-12-27/2020-01-08');
    expect((span.to - span.from) / DAY).toBe(13);
    expect(iso(span.to)).toBe('2020-01-09T00:00:00.000Z');
  });

  it.each([
    '2019-12-27',
    '2020-01-08/2019-12-27',
    'a/b',
    '2020-01-01/2020-01-02/2020-01-03',
    '2020-01-01T00:00:00Z/2020-01-02',
  ])('refuses the span %s', (text) => expect(() => parseDays(text)).toThrow());
});
