import { FINAL, further, readStageKey, stageKey, STAGES, type DeliveryRow, type PlannedRow } from '@barometer/notice';
import type { Table } from '@barometer/store';

/** One row to set, or with `null` to remove. */
export type Row = readonly [key: string, value: string | null];

const PENDING = '~pending/';

/** The table `deliveries`: rows by `notice/recipient/stage`, and the notifier's own rows under `~`. Writes that wait for one another go as one. */
export class Ledger {
  private waiting: { rows: readonly Row[]; resolve: () => void; reject: (reason: unknown) => void }[] = [];
  private writing = false;

  constructor(private readonly table: Table) {}

  /** Resolves once the rows are durable; all or none of them are. */
  write(rows: readonly Row[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject });
      if (!this.writing) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.table.put(batch.flatMap(({ rows }) => rows));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.writing = false;
  }

  /** The rows that plan a delivery; one that is not sent is final at once. */
  planned(row: PlannedRow): Row[] {
    const rows: Row[] = [
      [stageKey(row.notice, row.recipient, 'planned'), JSON.stringify({ ...row, stage: 'planned' })],
    ];
    if (FINAL.has(row.stage))
      rows.push([stageKey(row.notice, row.recipient, row.stage), JSON.stringify(outcomeOf(row))]);
    else rows.push([pendingKey(row), '{}']);
    return rows;
  }

  /** Notes how an attempt, or the lack of one, ended. */
  reached(planned: PlannedRow, row: DeliveryRow): Promise<void> {
    const rows: Row[] = [[stageKey(row.notice, row.recipient, row.stage), JSON.stringify(row)]];
    if (FINAL.has(row.stage)) rows.push([pendingKey(planned), null]);
    return this.write(rows);
  }

  /** The plan of a delivery and the furthest it came; `undefined` when there is none. */
  async find(notice: string, recipient: string): Promise<{ planned: PlannedRow; furthest: DeliveryRow } | undefined> {
    const text = await this.table.get(stageKey(notice, recipient, 'planned'));
    if (text === undefined) return undefined;
    const planned = JSON.parse(text) as PlannedRow;
    let furthest: DeliveryRow = planned;
    for (const stage of STAGES) {
      const later = await this.table.get(stageKey(notice, recipient, stage));
      if (later !== undefined) furthest = further(furthest, JSON.parse(later) as DeliveryRow);
    }
    return { planned, furthest };
  }

  /** Every delivery that is planned and not finished, in order of planning. */
  async *pending(): AsyncIterable<{ planned: PlannedRow; furthest: DeliveryRow }> {
    for await (const [key] of this.table.all(PENDING)) {
      const at = readStageKey(key.slice(PENDING.length).replace(/^[^/]*\//, ''));
      const found = at && (await this.find(at.notice, at.recipient));
      if (found) yield found;
    }
  }

  get(key: string): Promise<string | undefined> {
    return this.table.get(key);
  }

  all(prefix: string): AsyncIterable<readonly [key: string, value: string]> {
    return this.table.all(prefix);
  }
}

function pendingKey({ order, notice, recipient }: PlannedRow): string {
  return `${PENDING}${String(order).padStart(12, '0')}/${stageKey(notice, recipient, 'planned')}`;
}

/** A row without what only the plan needs to keep. */
export function outcomeOf(row: PlannedRow): DeliveryRow {
  const {
    order: _order,
    key: _key,
    thread: _thread,
    message: _message,
    chartOf: _chartOf,
    notedAt: _at,
    offsets: _offsets,
    ...rest
  } = row;
  return rest;
}
