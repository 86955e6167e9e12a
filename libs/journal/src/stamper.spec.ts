import { MINUTE, type Clock } from '@barometer/time';
import { ClockJumped, Stamper } from './index.js';

const START = Date.UTC(2024, 0, 28);

function clock(): Clock & { wall: number; mono: number } {
  return {
    wall: START,
    mono: 500,
    now() {
      return this.wall;
    },
    monotonic() {
      return this.mono;
    },
  };
}

describe('Stamper', () => {
  it('follows the monotonic clock from the wall time at start', () => {
    const c = clock();
    const stamper = new Stamper(c, 0);
    c.mono += 1_500.7;
    c.wall += 1_480;
    expect(stamper.stamp()).toBe(START + 1_500);
  });

  it('stamps the journal’s now while the clock lags a little behind it', () => {
    const stamper = new Stamper(clock(), START + 20_000);
    expect(stamper.stamp()).toBe(START + 20_000);
  });

  it('never steps back', () => {
    const c = clock();
    const stamper = new Stamper(c, 0);
    c.mono += 1_000;
    const first = stamper.stamp();
    c.wall -= 30_000;
    expect(stamper.stamp()).toBeGreaterThanOrEqual(first);
  });

  it.each([
    { why: 'forward', by: MINUTE + 1 },
    { why: 'back', by: -MINUTE - 1 },
  ])('stops when the wall clock jumps $why by over a minute', ({ by }) => {
    const c = clock();
    const stamper = new Stamper(c, 0);
    c.wall += by;
    expect(() => stamper.stamp()).toThrow(ClockJumped);
  });

  it('does not start over a minute before the journal’s now', () => {
    expect(() => new Stamper(clock(), START + MINUTE + 1)).toThrow(/set the clock right/);
  });
});
