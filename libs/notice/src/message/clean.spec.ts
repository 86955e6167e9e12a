import { clean, clip, clipClause } from './clean.js';

describe('text from anywhere', () => {
  it.each([
    { text: 'a\r\nBcc: eve@example.org', limit: 200, cleaned: 'a Bcc: eve@example.org', why: 'no line breaks' },
    { text: 'a\u202eb\u0000c', limit: 200, cleaned: 'a b c', why: 'no marks that turn text around' },
    { text: '  a   b ', limit: 200, cleaned: 'a b', why: 'no runs of spaces' },
    { text: 'one two three', limit: 9, cleaned: 'one two…', why: 'cut at a word' },
    { text: '😀😀😀', limit: 4, cleaned: '😀…', why: 'no half characters' },
  ])('$why', ({ text, limit, cleaned }) => {
    expect(clean(text, limit)).toBe(cleaned);
  });

  it.each([
    { text: 'short', limit: 10, clipped: 'short', why: 'as it is where it fits' },
    {
      text: '15 launched, the largest since 2020 (16), above 3',
      limit: 45,
      clipped: '15 launched, the largest since 2020 (16).',
      why: 'at the end of a clause',
    },
    {
      text: 'a, bbbbbbbbbbbbbbbbbbbb cccc',
      limit: 20,
      clipped: 'a, bbbbbbbbbbbbbbbb…',
      why: 'at a word where a clause leaves too little',
    },
  ])('is shortened $why', ({ text, limit, clipped }) => {
    expect(clipClause(text, limit)).toBe(clipped);
    expect(clip(text, limit).length).toBeLessThanOrEqual(limit);
  });
});
