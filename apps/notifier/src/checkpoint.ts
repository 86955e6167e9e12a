import { newPlan, type ActiveSilence, type KnownAlert, type Placed, type PlanState } from '@barometer/notice';
import type { Instant } from '@barometer/time';
import type { Inputs, Positions } from './inputs.js';
import type { Ledger, Row } from './ledger.js';

const STATE = '~state';
const ALERT = '~alert/';

/** Where planning stands beside its open alerts: written with the plan, all or none. */
interface StateRow {
  readonly positions: Positions;
  readonly live: boolean;
  readonly order: number;
  readonly silences: readonly ActiveSilence[];
  readonly digests: readonly {
    readonly receiver: string;
    readonly due: Instant;
    readonly offsets: readonly number[];
  }[];
}

type AlertRow = Omit<KnownAlert, 'last'> & { readonly last: Omit<Placed, 'transition'> };

/** What planning goes on from. */
export interface Checkpoint {
  readonly plan: PlanState;
  /** True once receivers were told what is still open. */
  live: boolean;
  /** How many deliveries were planned. */
  order: number;
}

/** Reads where planning stood; a fresh start when it never ran. Sets the inputs to go on from there. */
export async function loadCheckpoint(ledger: Ledger, inputs: Inputs): Promise<Checkpoint> {
  const text = await ledger.get(STATE);
  if (text === undefined) {
    inputs.resume({ alerts: 0, acts: 0, seqs: {} });
    return { plan: newPlan(), live: false, order: 0 };
  }
  const state = JSON.parse(text) as StateRow;
  inputs.resume(state.positions);
  const plan = newPlan();
  for (const active of state.silences) plan.silences.set(active.silence.id, active);
  for (const { receiver, due, offsets } of state.digests)
    plan.digests.set(receiver, { due, items: await inputs.at(offsets) });
  for await (const [key, value] of ledger.all(ALERT)) {
    const row = JSON.parse(value) as AlertRow;
    const [last] = await inputs.at([row.last.offset]);
    if (last) plan.alerts.set(key.slice(ALERT.length), { ...row, last });
  }
  return { plan, live: state.live, order: state.order };
}

/** The rows that hold a checkpoint: the state, and the alerts touched since the last time. */
export function checkpointRows({ plan, live, order }: Checkpoint, positions: Positions): Row[] {
  const state: StateRow = {
    ...{ positions, live, order },
    silences: [...plan.silences.values()],
    digests: [...plan.digests].map(([receiver, { due, items }]) => ({
      receiver,
      due,
      offsets: items.map(({ offset }) => offset),
    })),
  };
  return [[STATE, JSON.stringify(state)], ...[...plan.touched].map((id) => alertRow(id, plan.alerts.get(id)))];
}

function alertRow(id: string, known: KnownAlert | undefined): Row {
  if (!known) return [ALERT + id, null];
  const { transition: _transition, ...last } = known.last;
  const row: AlertRow = { ...known, last };
  return [ALERT + id, JSON.stringify(row)];
}
