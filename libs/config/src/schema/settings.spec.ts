import { readConfig } from '../load.js';

describe('ranges that webhooks may be sent to', () => {
  const problemsOf = (range: string) => {
    const settings = `settings:\n  webhooks:\n    allowPrivate: ['${range}']\n`;
    return readConfig(`version: 1\nwatches: {}\n${settings}`, 'barometer.yaml').problems;
  };

  it.each([
    { why: 'IPv4', range: '10.1.0.0/16' },
    { why: 'IPv6', range: 'fd00:1::/32' },
    { why: 'one address', range: '10.1.2.3/32' },
  ])('take $why', ({ range }) => expect(problemsOf(range).filter(({ line }) => line === 5)).toEqual([]));

  it.each([
    { why: 'an address of two parts', range: '10.1/16' },
    { why: 'more bits than an IPv4 address has', range: '10.1.0.0/99' },
    { why: 'more bits than an IPv6 address has', range: 'fd00::/129' },
    { why: 'a part over 255', range: '10.256.0.0/16' },
    { why: 'no length', range: '10.1.0.0' },
  ])('refuse $why, with its place', ({ range }) => {
    expect(problemsOf(range)).toContainEqual(
      expect.objectContaining({ line: 5, message: expect.stringContaining('a range is written 10.1.0.0/16') }),
    );
  });
});
