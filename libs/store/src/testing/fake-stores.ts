import type { Stores } from '../stores.js';
import { fakeLog, type FakeLog } from './fake-log.js';
import { fakeShares, type FakeShares } from './fake-shares.js';
import { fakeTable, type FakeTable } from './fake-table.js';

/** Every store of one desk in memory, open for tests to look into. */
export interface FakeStores extends Stores {
  readonly journal: FakeLog;
  readonly rejects: FakeLog;
  readonly alerts: FakeLog;
  readonly deliveries: FakeTable;
  readonly feeds: FakeTable;
  readonly snapshots: FakeTable;
  readonly shares: FakeShares;
}

/** Every store of one desk, empty and in memory. */
export const fakeStores = (): FakeStores => ({
  journal: fakeLog(),
  rejects: fakeLog(),
  alerts: fakeLog(),
  deliveries: fakeTable(),
  feeds: fakeTable(),
  snapshots: fakeTable(),
  shares: fakeShares(),
  close: async () => {},
});
