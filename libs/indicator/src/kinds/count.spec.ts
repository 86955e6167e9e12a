import { DAY } from '@barometer/time';
import fc from 'fast-check';
import { keepsTheLaws } from '../testing/laws.js';
import { coveredIn, length } from '../testing/random.js';
import { count } from './count.js';

describe('count', () => {
  keepsTheLaws({
    kind: count,
    params: fc.record({ of: fc.constant('attacks'), window: length(30) }),
    streams: [fc.constant({})],
    oracle: (reading, { lists: [list], params: { window }, context: { at }, any }) => {
      const n = list!.filter((each) => at - window < each.at && each.at <= at).length;
      expect(reading).toMatchObject({ known: true, value: n, fields: { count: n }, from: at - window + 1 });
      expect(reading.provisional).toBe(coveredIn(any, at - window, at) < window);
    },
  });

  it('says it in words', () => {
    const said = { fields: {}, provisional: false, at: 0, params: { window: 7 * DAY }, of: 'attacks on us' };
    expect(count.say({ ...said, value: 3 })).toBe('3 attacks on us in 7 days');
    expect(count.say({ ...said, value: 1 })).toBe('1 attack on us in 7 days');
    expect(count.say({ ...said, value: 0 })).toBe('no attacks on us in 7 days');
    expect(count.sayExactly({ ...said, value: 3 })).toBe('n = 3 in 7 days');
  });
});
