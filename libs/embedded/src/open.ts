import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Stores } from '@barometer/store';
import Database from 'libsql';
import { storeFailure } from './failure.js';
import { DirectoryLock } from './lock.js';
import { SqliteLog } from './log.js';
import { prepareSchema, type LogName, type TableName } from './schema.js';
import { EveryShare } from './shares.js';
import { SqliteTable } from './table.js';
import { Writer } from './writer.js';

/** `maxBytes` bounds the database file; appends past it fail as on a full disk. */
export interface EmbeddedOptions {
  readonly maxBytes?: number;
}

/** Opens the stores in `directory` (made when missing) for this process alone; throws a `StoreFailure` with what to do about it. */
export async function openEmbedded(directory: string, options: EmbeddedOptions = {}): Promise<Stores> {
  const file = join(directory, 'barometer.db');
  let lock: DirectoryLock | undefined;
  try {
    mkdirSync(directory, { recursive: true });
    lock = DirectoryLock.take(directory);
    return openStores(openDatabase(file, options), file, lock);
  } catch (error) {
    lock?.release();
    throw storeFailure(error, file);
  }
}

function openDatabase(file: string, { maxBytes }: EmbeddedOptions): Database.Database {
  const database = new Database(file);
  try {
    database.pragma('journal_mode = WAL');
    // FULL syncs the log at every commit: what was acknowledged survives a power cut, too.
    database.pragma('synchronous = FULL');
    prepareSchema(database, file);
    if (maxBytes !== undefined) database.pragma(`max_page_count = ${Math.max(1, Math.floor(maxBytes / 4096))}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openStores(database: Database.Database, file: string, lock: DirectoryLock): Stores {
  const logs: SqliteLog[] = [];
  const writer = new Writer(database, file, () => logs.forEach((each) => each.rewind()));
  const log = (name: LogName) => {
    const opened = new SqliteLog(writer, database, name);
    logs.push(opened);
    return opened;
  };
  const table = (name: TableName) => new SqliteTable(writer, database, name);
  return {
    journal: log('journal'),
    rejects: log('rejects'),
    alerts: log('alerts'),
    deliveries: table('deliveries'),
    feeds: table('feeds'),
    snapshots: table('snapshots'),
    shares: new EveryShare(),
    close: async () => closeOnce(writer, database, lock),
  };
}

function closeOnce(writer: Writer, database: Database.Database, lock: DirectoryLock): void {
  if (!writer.close()) return;
  try {
    // libsql keeps the connection while statements live, so the log is folded into the file here.
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
    lock.release();
  }
}
