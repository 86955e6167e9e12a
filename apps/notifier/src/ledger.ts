import {
  FINAL,
  outcomeOf,
  readStageKey,
  stageKey,
  type DeliveryRow,
  type PlannedRow,
  type Stage,
} from '@barometer/notice';
import type { Table } from '@barometer/store';
import { closedRow } from './closed.js';

/** One row to set, or with `null` to remove. */
export type Row = readonly [key: string, value: string | null];

const PENDING = '~pending/';
/** Stands for a plan that is to be read from its own row. */
const ELSEWHERE = '{}';
/** Characters written in one piece: a few megabytes fit wherever the table is kept. */
const MOST_AT_ONCE = 3_000_000;

/** A delivery that was planned, and the furthest it came. */
export interface Standing {
  readonly planned: PlannedRow;
  readonly furthest: DeliveryRow;
}

/**
 * The table `deliveries`: rows by `notice/recipient/stage`, and the notifier's own rows under `~`, among them a second copy of what is
 * not finished, to be read in one go at a start. Writes that wait for one another go as one.
 */
export class Ledger {
  private waiting: { rows: readonly Row[]; resolve: () => void; reject: (reason: unknown) => void }[] = [];
  private writing = false;

  constructor(private readonly table: Table) {}

  /** Resolves once the rows are durable; all or none of them are. Harmless to repeat. */
  write(rows: readonly Row[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject });
      if (!this.writing) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.nextBatch();
      try {
        await this.table.put(batch.flatMap(({ rows }) => rows));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.writing = false;
  }

  /** As many of those who wait as go in one piece; one at least. */
  private nextBatch() {
    let size = 0;
    const over = this.waiting.findIndex(({ rows }) => (size += sizeOf(rows)) > MOST_AT_ONCE);
    return this.waiting.splice(0, over < 0 ? this.waiting.length : Math.max(1, over));
  }

  /** Writes plans, and what planning then goes on from: a plan counts once that stands. What is not sent is final at once. */
  async plan(plans: readonly PlannedRow[], goingOn: readonly Row[]): Promise<void> {
    const stages = plans.flatMap(stagesOf);
    const pending = plans
      .filter(({ stage }) => !FINAL.has(stage))
      .map((plan): Row => [pendingKey(plan, 'planned'), textOf(plan)]);
    if (sizeOf(stages) + sizeOf(pending) <= MOST_AT_ONCE) return this.write([...stages, ...pending, ...goingOn]);
    for (const some of inPieces(stages)) await this.write(some);
    return this.write([...pending.map(([key]): Row => [key, ELSEWHERE]), ...goingOn]);
  }

  /** Notes how an attempt, or the lack of one, ended. */
  reached(planned: PlannedRow, row: DeliveryRow): Promise<void> {
    const text = JSON.stringify(row);
    const rows: Row[] = [[stageKey(row.notice, row.recipient, row.stage), text]];
    if (FINAL.has(row.stage)) rows.push(...notPending(planned), closedRow(row));
    else rows.push([pendingKey(planned, 'attempted'), text]);
    return this.write(rows);
  }

  /** Asked for together: a table elsewhere answers all of them in one go. */
  private async rowsAt(
    stages: Iterable<Stage>,
    { notice, recipient }: Pick<PlannedRow, 'notice' | 'recipient'>,
  ): Promise<DeliveryRow[]> {
    const asked = [...stages].map((stage) => this.table.get(stageKey(notice, recipient, stage)));
    return (await Promise.all(asked)).flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as DeliveryRow]));
  }

  /** Whether a delivery has ended, by whoever ended it; then it is pending no more. */
  async ended(planned: PlannedRow): Promise<boolean> {
    if ((await this.rowsAt(FINAL, planned)).length === 0) return false;
    await this.write(notPending(planned));
    return true;
  }

  /** Every delivery that is planned and not finished, in order of planning. */
  async *pending(): AsyncIterable<Standing> {
    const seen = new Set<string>();
    let attempted: DeliveryRow | undefined;
    for await (const [key, value] of this.table.all(PENDING)) {
      const at = readStageKey(key.slice(PENDING.length).replace(/^[^/]*\//, ''));
      if (!at) continue;
      if (at.stage === 'attempted') {
        attempted = JSON.parse(value) as DeliveryRow;
        continue;
      }
      const name = stageKey(at.notice, at.recipient, 'planned');
      if (seen.has(name)) continue;
      seen.add(name);
      const text = value === ELSEWHERE ? await this.table.get(name) : value;
      const own = attempted?.notice === at.notice && attempted.recipient === at.recipient;
      const planned = text === undefined ? undefined : (JSON.parse(text) as PlannedRow);
      if (planned) yield { planned, furthest: own ? attempted! : planned };
    }
  }

  all(prefix: string): AsyncIterable<readonly [key: string, value: string]> {
    return this.table.all(prefix);
  }
}

function textOf(plan: PlannedRow): string {
  return JSON.stringify({ ...plan, stage: 'planned' });
}

function stagesOf(plan: PlannedRow): Row[] {
  const { notice, recipient, stage } = plan;
  const planned: Row = [stageKey(notice, recipient, 'planned'), textOf(plan)];
  return FINAL.has(stage)
    ? [planned, [stageKey(notice, recipient, stage), JSON.stringify(outcomeOf(plan))], closedRow(plan)]
    : [planned];
}

function sizeOf(rows: readonly Row[]): number {
  return rows.reduce((size, [key, value]) => size + key.length + (value?.length ?? 0), 0);
}

function inPieces(rows: readonly Row[]): Row[][] {
  const pieces: Row[][] = [];
  let size = Infinity;
  for (const row of rows) {
    size += sizeOf([row]);
    if (size > MOST_AT_ONCE) {
      pieces.push([]);
      size = sizeOf([row]);
    }
    pieces.at(-1)!.push(row);
  }
  return pieces;
}

function notPending(planned: PlannedRow): Row[] {
  return [
    [pendingKey(planned, 'attempted'), null],
    [pendingKey(planned, 'planned'), null],
  ];
}

/** In order of planning; what was attempted stands before what was planned. */
function pendingKey({ order, notice, recipient }: PlannedRow, stage: 'attempted' | 'planned'): string {
  return `${PENDING}${String(order).padStart(12, '0')}/${stageKey(notice, recipient, stage)}`;
}
