import type { Log } from './log.js';
import type { Shares } from './shares.js';
import type { Table } from './table.js';

/** Every log and table of one desk, opened. */
export interface Stores {
  readonly journal: Log;
  readonly rejects: Log;
  readonly alerts: Log;
  readonly deliveries: Table;
  readonly feeds: Table;
  readonly snapshots: Table;
  readonly shares: Shares;
  close(): Promise<void>;
}
