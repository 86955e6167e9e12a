import { Lease, type Stamp } from './lease.js';

describe('a lease', () => {
  let now: Stamp;
  let lease: Lease;
  const pass = (monotonic: number, wall = monotonic) => {
    now = { monotonic: now.monotonic + monotonic, wall: now.wall + wall };
  };
  beforeEach(() => {
    now = { monotonic: 0, wall: 1_000_000 };
    lease = new Lease(8_000, () => now);
  });

  it('does not hold before it was given', () => {
    expect(lease.holds()).toBe(false);
  });

  it('counts from when the request was sent, not from when its answer was read', () => {
    const sent = now;
    pass(7_000);
    lease.renew(sent);
    expect(lease.left()).toBe(1_000);
    pass(1_000);
    expect(lease.holds()).toBe(false);
  });

  it.each([
    { why: 'frozen for a minute', monotonic: 60_000, wall: 60_000, holds: false },
    { why: 'asleep with the machine: only the wall clock knows', monotonic: 10, wall: 60_000, holds: false },
    { why: 'the wall clock set back: the monotonic one knows', monotonic: 9_000, wall: -60_000, holds: false },
    { why: 'the wall clock set back within the lease', monotonic: 7_000, wall: -60_000, holds: true },
  ])('$why: $holds', ({ monotonic, wall, holds }) => {
    lease.renew(now);
    pass(monotonic, wall);
    expect(lease.holds()).toBe(holds);
  });

  it('is not shortened by an answer that comes late', () => {
    const early = now;
    pass(3_000);
    lease.renew(now);
    lease.renew(early);
    expect(lease.left()).toBe(8_000);
  });

  it('comes back when it is renewed', () => {
    lease.renew(now);
    pass(10_000);
    expect(lease.holds()).toBe(false);
    lease.renew(now);
    expect(lease.holds()).toBe(true);
  });
});
