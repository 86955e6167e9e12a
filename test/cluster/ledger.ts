import type { AlertRecord } from '@barometer/alert';
import { readStageKey, type DeliveryRow, type PlannedRow, type Stage } from '@barometer/notice';
import type { Stores } from '@barometer/store';
import { recordsOf } from './records.js';

/** What the ledger of deliveries says of every plan. */
export interface LedgerVerdict {
  /** Idempotency keys of all plans. */
  readonly planned: ReadonlySet<string>;
  readonly accepted: ReadonlySet<string>;
  /** Put off once, then left out because a newer notice, accepted since, tells of all its alerts. */
  readonly superseded: ReadonlySet<string>;
  /** Plans that ended in neither way, with what stands of them. */
  readonly unanswered: readonly string[];
  /** Why attempts were put off, with how many plans each. */
  readonly putOff: ReadonlyMap<string, number>;
  /** Hashes of transitions that the ledger's notices tell. */
  readonly told: ReadonlySet<string>;
}

interface Delivery {
  readonly plan: PlannedRow;
  readonly stages: ReadonlyMap<Stage, DeliveryRow>;
}

/** Reads the whole ledger. */
export async function ledgerOf({ deliveries, alerts }: Pick<Stores, 'deliveries' | 'alerts'>): Promise<LedgerVerdict> {
  const all = await deliveriesOf(deliveries);
  const hashes = new Map<number, string>();
  for await (const { offset, value } of recordsOf(alerts)) {
    hashes.set(offset, (JSON.parse(value) as AlertRecord).transition.hash);
  }
  const accepted = all.filter(({ stages }) => stages.has('accepted'));
  const superseded = all.filter((one) => !accepted.includes(one) && isSuperseded(one, accepted));
  const answered = new Set([...accepted, ...superseded]);
  const putOff = new Map<string, number>();
  for (const { stages } of all) {
    const why = stages.get('attempted')?.why;
    if (why !== undefined) putOff.set(why, (putOff.get(why) ?? 0) + 1);
  }
  return {
    planned: keysOf(all),
    accepted: keysOf(accepted),
    superseded: keysOf(superseded),
    unanswered: all.filter((one) => !answered.has(one)).map(wordsOf),
    putOff,
    told: new Set(all.flatMap(({ plan }) => plan.offsets.map((offset) => hashes.get(offset)!))),
  };
}

async function deliveriesOf(table: Stores['deliveries']): Promise<Delivery[]> {
  const stages = new Map<string, Map<Stage, DeliveryRow>>();
  for await (const [key, value] of table.all()) {
    const at = readStageKey(key);
    if (!at) continue;
    const name = `${at.notice}/${at.recipient}`;
    const known = stages.get(name) ?? new Map<Stage, DeliveryRow>();
    stages.set(name, known.set(at.stage, JSON.parse(value) as DeliveryRow));
  }
  return [...stages.values()].flatMap((reached) => {
    const plan = reached.get('planned') as PlannedRow | undefined;
    return plan ? [{ plan, stages: reached }] : [];
  });
}

function isSuperseded({ plan, stages }: Delivery, accepted: readonly Delivery[]): boolean {
  if (!stages.has('superseded')) return false;
  return accepted.some(
    ({ plan: newer }) =>
      newer.order > plan.order &&
      newer.recipient === plan.recipient &&
      plan.alerts.every((alert) => newer.alerts.includes(alert)),
  );
}

const keysOf = (all: readonly Delivery[]): Set<string> => new Set(all.map(({ plan }) => plan.key));

function wordsOf({ plan, stages }: Delivery): string {
  const reached = [...stages].map(([stage, { why, attempts }]) => `${stage} (${attempts}) ${why ?? ''}`.trim());
  return `${plan.key}, no. ${plan.order}, planned ${plan.times.planned}: ${reached.join('; ')}`;
}
