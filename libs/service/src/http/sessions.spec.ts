import { HOUR, ManualClock } from '@barometer/time';
import { createSessions } from './sessions.js';

const DUTY = Buffer.alloc(32, 1);

describe('a session', () => {
  it('lasts twelve hours of the monotonic clock, whatever the wall clock does', () => {
    const clock = new ManualClock(0);
    const sessions = createSessions(clock);
    const id = sessions.start(DUTY);
    clock.set(Date.parse('2030-01-01T00:00:00Z'));
    clock.advance(12 * HOUR - 1);
    expect(sessions.digest(id)).toEqual(DUTY);
    clock.advance(1);
    expect(sessions.digest(id)).toBeUndefined();
  });

  it('ends when it is told to, and nobody holds what was never given out', () => {
    const sessions = createSessions(new ManualClock(0));
    const id = sessions.start(DUTY);
    sessions.end(id);
    expect([sessions.digest(id), sessions.digest('')]).toEqual([undefined, undefined]);
  });

  it('makes room for another beyond a thousand: the oldest ends', () => {
    const sessions = createSessions(new ManualClock(0));
    const ids = Array.from({ length: 1_001 }, () => sessions.start(DUTY));
    expect(new Set(ids).size).toBe(1_001);
    expect(ids.filter((id) => sessions.digest(id) === undefined)).toEqual([ids[0]]);
  });
});
