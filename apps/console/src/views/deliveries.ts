import { further, readStageKey, type DeliveryRow } from '@barometer/notice';
import type { Table } from '@barometer/store';
import type { Instant } from '@barometer/time';

export type { DeliveryRow } from '@barometer/notice';

const DONE: ReadonlySet<string> = new Set(['accepted', 'superseded', 'withheld']);
const GIVEN_UP: ReadonlySet<string> = new Set(['expired', 'refused', 'gone']);

/** Whether somebody still waits for it, or never got it. */
export function isUndelivered({ stage }: DeliveryRow): boolean {
  return !DONE.has(stage);
}

/** Whether nothing more is tried although nobody got it. */
export function isGivenUp({ stage }: Pick<DeliveryRow, 'stage'>): boolean {
  return GIVEN_UP.has(stage);
}

/** Every delivery of the ledger at its furthest stage whose news was recorded by then, the latest planned first. */
export async function readDeliveries(ledger: Table, at: Instant): Promise<readonly DeliveryRow[]> {
  const found = new Map<string, DeliveryRow>();
  for await (const [key, value] of ledger.all()) {
    const parts = readStageKey(key);
    if (!parts) continue;
    const name = `${parts.notice}/${parts.recipient}`;
    const row = JSON.parse(value) as DeliveryRow;
    const known = found.get(name);
    found.set(name, known ? further(known, row) : row);
  }
  return [...found.values()].filter((row) => !(newsOf(row) > at)).sort((a, b) => newsOf(b) - newsOf(a));
}

/** When what it tells was recorded; the plan's time where the row does not say. */
export function newsOf({ times }: DeliveryRow): Instant {
  return Date.parse(times.recorded ?? times.planned);
}
