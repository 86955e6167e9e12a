import { HOUR } from './duration.js';
import { ManualClock } from './manual-clock.js';

describe('ManualClock', () => {
  it('lets both clocks run and the wall clock jump alone', () => {
    const clock = new ManualClock(1_000);
    clock.advance(500);
    expect([clock.now(), clock.monotonic()]).toEqual([1_500, 500]);
    clock.set(1_000 - HOUR);
    expect([clock.now(), clock.monotonic()]).toEqual([1_000 - HOUR, 500]);
    expect(() => clock.advance(-1)).toThrow('backwards');
  });
});
