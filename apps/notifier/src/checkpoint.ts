import { newPlan, type ActiveSilence, type KnownAlert, type Placed, type PlanState } from '@barometer/notice';
import type { Instant } from '@barometer/time';
import type { Inputs, Positions } from './inputs.js';
import type { Ledger, Row } from './ledger.js';

const STATE = '~state/';
const ALERT = '~alert/';
/** Rows of one write at take-over. */
const BATCH = 500;

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
  /** Counts those who planned, one after another: each has rows of its own, so that one who wakes up late spoils nothing. */
  readonly term: number;
  /** True once receivers were told what is still open. */
  live: boolean;
  /** How many deliveries were planned. */
  order: number;
}

/** Takes over from where planning stood, a fresh start when it never ran: reads it, and writes it as its own term. Sets the inputs to go on from there. */
export async function takeOver(ledger: Ledger, inputs: Inputs): Promise<Checkpoint> {
  const { checkpoint, rows } = await loadCheckpoint(ledger, inputs);
  for (const id of checkpoint.plan.alerts.keys()) checkpoint.plan.touched.add(id);
  const [state, ...alerts] = checkpointRows(checkpoint, inputs.positions());
  checkpoint.plan.touched.clear();
  const own = new Set([state![0], ...alerts.map(([key]) => key)]);
  for (let i = 0; i < alerts.length; i += BATCH) await ledger.write(alerts.slice(i, i + BATCH));
  // A term counts once its state stands; then the rows before it may go.
  await ledger.write([state!]);
  const gone = rows.filter((key) => !own.has(key));
  for (let i = 0; i < gone.length; i += BATCH)
    await ledger.write(gone.slice(i, i + BATCH).map((key): Row => [key, null]));
  return checkpoint;
}

/** The last term's state as the next one's, and the keys of all rows there are. */
async function loadCheckpoint(ledger: Ledger, inputs: Inputs): Promise<{ checkpoint: Checkpoint; rows: string[] }> {
  const rows: string[] = [];
  let term = 0;
  let text: string | undefined;
  for await (const [key, value] of ledger.all(STATE)) {
    rows.push(key);
    term = Number(key.slice(STATE.length));
    text = value;
  }
  const state = text === undefined ? undefined : (JSON.parse(text) as StateRow);
  inputs.resume(state?.positions ?? { alerts: 0, acts: 0, seqs: {} });
  const plan = newPlan();
  for (const active of state?.silences ?? []) plan.silences.set(active.silence.id, active);
  for (const { receiver, due, offsets } of state?.digests ?? []) {
    const items = await inputs.at(offsets);
    if (items.length > 0) plan.digests.set(receiver, { due, items });
  }
  const last = alertPrefix(term);
  for await (const [key, value] of ledger.all(ALERT)) {
    rows.push(key);
    if (key.startsWith(last)) await loadAlert(plan, key.slice(last.length), { value, inputs });
  }
  return { checkpoint: { plan, term: term + 1, live: state?.live ?? false, order: state?.order ?? 0 }, rows };
}

async function loadAlert(plan: PlanState, id: string, row: { value: string; inputs: Inputs }): Promise<void> {
  const known = JSON.parse(row.value) as AlertRow;
  const [last] = await row.inputs.at([known.last.offset]);
  if (last) plan.alerts.set(id, { ...known, last });
}

/** The rows that hold a checkpoint: the state, and the alerts touched since the last time. */
export function checkpointRows({ plan, term, live, order }: Checkpoint, positions: Positions): Row[] {
  const state: StateRow = {
    ...{ positions, live, order },
    silences: [...plan.silences.values()],
    digests: [...plan.digests].map(([receiver, { due, items }]) => ({
      receiver,
      due,
      offsets: items.map(({ offset }) => offset),
    })),
  };
  const prefix = alertPrefix(term);
  return [
    [STATE + termName(term), JSON.stringify(state)],
    ...[...plan.touched].map((id) => alertRow(prefix + id, plan.alerts.get(id))),
  ];
}

function alertRow(key: string, known: KnownAlert | undefined): Row {
  if (!known) return [key, null];
  const { transition: _transition, ...last } = known.last;
  const row: AlertRow = { ...known, last };
  return [key, JSON.stringify(row)];
}

const alertPrefix = (term: number): string => `${ALERT}${termName(term)}/`;

/** Terms in byte order. */
const termName = (term: number): string => String(term).padStart(10, '0');
