import { digestOf, parseTokens } from './tokens.js';

describe('a token file', () => {
  it('names holder and roles', () => {
    const tokens = parseTokens('# x\n\nduty read,act 0123456789abcdef\r\n');
    expect(tokens.holder(digestOf('0123456789abcdef'))).toEqual({ name: 'duty', roles: ['read', 'act'] });
    expect(tokens.holder(digestOf('0123456789abcdeF'))).toBeUndefined();
    expect(tokens.holder(digestOf(''))).toBeUndefined();
  });

  it.each([
    { why: 'nothing in it', text: '# only words\n', says: /no tokens/ },
    { why: 'two words', text: 'duty act\n', says: /line 1/ },
    {
      why: 'an unknown role',
      text: '\nduty admin 0123456789abcdef',
      says: /line 2: unknown role; allowed are read, report, act/,
    },
    { why: 'a short token', text: 'duty act planted', says: /at least 16/ },
    { why: 'a broken digest', text: 'duty act sha256:planted', says: /64 hex/ },
  ])('says what is wrong and where, without the token: $why', ({ text, says }) => {
    expect(() => parseTokens(text)).toThrow(says);
    try {
      parseTokens(text);
    } catch (error) {
      expect(String(error)).not.toContain('planted');
    }
  });
});
