import { fakeShares } from '@barometer/store/testing';
import { createHealth, sharesCheck } from './health.js';

describe('the check of shares', () => {
  it('is well for a process that owns nothing, and not for one that is none of those who share', async () => {
    const shares = fakeShares();
    const health = createHealth();
    health.add(sharesCheck(shares));
    shares.assign([]);
    expect(await health.problems()).toEqual({ shares: undefined });
    shares.leave();
    expect(await health.problems()).toEqual({ shares: 'not among those who share out the work' });
  });
});
