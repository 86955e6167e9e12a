import { filled, looksAt, watched } from './promql.js';

describe('an expression in PromQL', () => {
  it('names its metrics, the labels it matches and those it groups by', () => {
    expect(looksAt('sum by (job, le) (increase(a_bucket{x="y",z!~"k"}[5m])) > 3 and on (role) b')).toEqual({
      selected: [
        { metric: 'a_bucket', labels: ['x', 'z'] },
        { metric: 'b', labels: [] },
      ],
      grouped: ['job', 'le', 'role'],
    });
  });

  it('is refused where it is none', () => {
    expect(() => looksAt('sum by (job (a)')).toThrow('no PromQL');
  });

  it('takes the values of variables, and wants one for each', () => {
    expect(filled('a{w=~"$watch"}[$__interval]', { watch: '.*', __interval: '1m' })).toBe('a{w=~".*"}[1m]');
    expect(() => filled('a{w="$other"}', {})).toThrow('no value for $other');
  });

  it.each([
    { why: 'a comparison', expression: 'a > 3', left: ['a'] },
    { why: 'a comparison of two', expression: 'a > b', left: ['a', 'b'] },
    { why: 'arithmetic stays', expression: 'a > 10 + 0.05 * b', left: ['a', '10 + 0.05 * b'] },
    { why: 'both sides of and', expression: 'up == 0 and on (job) b', left: ['up', 'b'] },
    {
      why: 'what is there unless something is',
      expression: 'count by (job) (a) unless on (job) b',
      left: ['count by (job) (a)'],
    },
    { why: 'what must not be absent', expression: 'absent(a{x="y"})', left: ['a{x="y"}'] },
    { why: 'nothing to take away', expression: 'rate(a[5m])', left: ['rate(a[5m])'] },
  ])('watches in good times, too: $why', ({ expression, left }) => {
    expect(watched(expression)).toEqual(left);
  });
});
