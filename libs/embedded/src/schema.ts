import { StoreFailure } from '@barometer/store';
import type Database from 'libsql';

/** The logs of a database, each a table by offset. */
export const LOGS = ['journal', 'rejects', 'alerts'] as const;
export type LogName = (typeof LOGS)[number];

/** The tables of a database, each by key. */
export const TABLES = ['deliveries', 'feeds', 'snapshots'] as const;
export type TableName = (typeof TABLES)[number];

/** `BARO` in ASCII: SQLite's mark of the program a file belongs to. */
const APPLICATION_ID = 0x4241_524f;
const VERSION = 1;

/** Makes the tables in an empty file; throws a `StoreFailure` on a file of another program or of a later version. */
export function prepareSchema(database: Database.Database, file: string): void {
  const application = number(database, 'application_id');
  const version = number(database, 'user_version');
  if (application === 0 && version === 0 && isEmpty(database)) return createTables(database);
  if (application !== APPLICATION_ID) {
    throw new StoreFailure('foreign', `${file}: this database belongs to another program; name another directory`);
  }
  if (version > VERSION) {
    throw new StoreFailure(
      'newer',
      `${file}: written by a newer Barometer (store version ${version}, this one knows ${VERSION}); use that version`,
    );
  }
}

function createTables(database: Database.Database): void {
  const logs = LOGS.map((name) => `CREATE TABLE ${name} (offset INTEGER PRIMARY KEY, key TEXT, value TEXT NOT NULL);`);
  const tables = TABLES.map(
    (name) => `CREATE TABLE ${name} (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`,
  );
  const marks = `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${VERSION};`;
  database.exec(`BEGIN IMMEDIATE; ${logs.join(' ')} ${tables.join(' ')} ${marks} COMMIT;`);
}

function isEmpty(database: Database.Database): boolean {
  return database.prepare('SELECT 1 FROM sqlite_master LIMIT 1').all().length === 0;
}

function number(database: Database.Database, pragma: string): number {
  const [row] = database.prepare(`PRAGMA ${pragma}`).all() as Record<string, number>[];
  return row?.[pragma] ?? 0;
}
