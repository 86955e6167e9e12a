import type { Clock, Duration, Instant } from './instant.js';

/** A clock that stands still until it is moved, for tests and replays. */
export class ManualClock implements Clock {
  #wall: Instant;
  #monotonic: Duration = 0;

  constructor(wall: Instant) {
    this.#wall = wall;
  }

  now(): Instant {
    return this.#wall;
  }

  monotonic(): Duration {
    return this.#monotonic;
  }

  /** Lets time pass: both the wall clock and the monotonic one move. */
  advance(by: Duration): void {
    if (by < 0) throw new Error('time does not run backwards: use set to move the wall clock alone');
    this.#wall += by;
    this.#monotonic += by;
  }

  /** Sets the wall clock alone, as an operator or a time server would. */
  set(wall: Instant): void {
    this.#wall = wall;
  }
}
