import { Desk } from '../desk.js';

/** A desk that goes on from what another saved, as after a restart. */
export function restarted(desk: Desk): Desk {
  const next = new Desk();
  const restoring = next.restoring();
  for (const { kind, take } of desk.save({ next: 1, last: 0, entry: '' })) {
    const { front, rest = '' } = take()();
    restoring.take({ kind, front, rest: () => rest });
  }
  next.become(restoring);
  return next;
}
