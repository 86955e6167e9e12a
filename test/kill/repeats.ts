import type { Accepted } from './receivers.js';

/**
 * Fails where a message came again that need not: twice from one process, or from one that could read of its acceptance in the
 * ledger. `ledgers` holds what each process found there, `doors` the doors they used.
 */
export function expectRepeatsExcused(
  { accepted, doors }: { readonly accepted: readonly Accepted[]; readonly doors: readonly number[] },
  ledgers: readonly ReadonlySet<string>[],
): void {
  const handedOver = accepted.map(({ id, door }) => `${id} at ${door}`);
  expect(new Set(handedOver).size).toBe(handedOver.length);
  const known = accepted.filter(({ id, door }) => ledgers[doors.indexOf(door)]!.has(id));
  expect(known).toEqual([]);
}
