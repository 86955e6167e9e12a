import { counted, sayBoth, sayDate, sayFigure, sayNumber, sayTime, sayWord } from './say.js';

const AT = Date.UTC(2024, 0, 29, 23, 59);

describe('pages say', () => {
  it.each([
    ['one_way_drone', 'one-way drone'],
    ['ballistic_missile', 'ballistic missile'],
    ['attack', 'attack'],
  ])('%s as %s', (identifier, words) => {
    expect(sayWord(identifier)).toBe(words);
  });

  it('a date, a time, and the time in a zone of the desk beside it', () => {
    expect([sayDate(AT), sayTime(AT), sayBoth(AT, 'UTC'), sayBoth(AT, undefined)]).toEqual([
      '29 Jan 2024',
      '29 Jan 2024 23:59 UTC',
      '29 Jan 2024 23:59 UTC',
      '29 Jan 2024 23:59 UTC',
    ]);
    expect(sayBoth(AT, 'Asia/Baghdad')).toBe('29 Jan 2024 23:59 UTC (2024-01-30 02:59 +03:00 Asia/Baghdad)');
  });

  it.each([
    [34, 'at_least', 'at least 34'],
    [40, 'more_than', 'more than 40'],
    [25, undefined, '25'],
    [3, 'approximately', 'about 3'],
  ])('%d that is %s: %s', (value, qualifier, words) => {
    expect(sayNumber(value, qualifier)).toBe(words);
  });

  it.each<[number | boolean | string, string, string]>([
    [Infinity, 'ever', 'a gap with nothing before it'],
    [12, '12', 'whole numbers as they are'],
    [0.012_34, '0.012', 'two digits that count'],
    [123.4, '123', 'no fraction beside hundreds'],
    [true, 'true', 'what is no number as it stands'],
    ['x', 'x', 'and words'],
  ])('%p as %s: %s', (value, words) => {
    expect(sayFigure(value)).toBe(words);
  });

  it('one alert and three alerts', () => {
    expect([counted(1, 'alert'), counted(3, 'alert'), counted(0, 'alert')]).toEqual([
      '1 alert',
      '3 alerts',
      '0 alerts',
    ]);
  });
});
