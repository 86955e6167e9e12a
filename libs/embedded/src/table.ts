import { StoreFailure, type Table } from '@barometer/store';
import type Database from 'libsql';
import { storeFailure } from './failure.js';
import type { TableName } from './schema.js';
import type { Writer } from './writer.js';

type Row = { readonly key: string; readonly value: string };

/** Rows read at a time; a listing never holds more of the table in memory. */
const PAGE = 100;

/** A table of keys and JSON text. */
export class SqliteTable implements Table {
  private readonly upsert: Database.Statement;
  private readonly remove: Database.Statement;
  private readonly one: Database.Statement;
  private readonly from: Database.Statement;
  private readonly after: Database.Statement;

  constructor(
    private readonly writer: Writer,
    database: Database.Database,
    private readonly name: TableName,
  ) {
    this.upsert = database.prepare(
      `INSERT INTO ${name} (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    );
    this.remove = database.prepare(`DELETE FROM ${name} WHERE key = ?`);
    this.one = database.prepare(`SELECT key, value FROM ${name} WHERE key = ?`);
    this.from = database.prepare(`SELECT key, value FROM ${name} WHERE key >= ? ORDER BY key LIMIT ${PAGE}`);
    this.after = database.prepare(`SELECT key, value FROM ${name} WHERE key > ? ORDER BY key LIMIT ${PAGE}`);
  }

  async put(entries: readonly (readonly [key: string, value: string | null])[]): Promise<void> {
    this.writer.assertOpen();
    assertText(entries);
    if (entries.length === 0) return;
    await this.writer.run(() => {
      for (const [key, value] of entries) {
        if (value === null) this.remove.run([key]);
        else this.upsert.run([key, value]);
      }
    });
  }

  async get(key: string): Promise<string | undefined> {
    return this.rows(this.one, key)[0]?.value;
  }

  async *all(prefix = ''): AsyncIterable<readonly [key: string, value: string]> {
    let page = this.rows(this.from, prefix);
    while (page.length > 0) {
      for (const { key, value } of page) {
        if (!key.startsWith(prefix)) return;
        yield [key, value];
      }
      page = this.rows(this.after, page[page.length - 1]!.key);
    }
  }

  private rows(statement: Database.Statement, key: string): Row[] {
    this.writer.assertOpen();
    try {
      return statement.all([key]) as Row[];
    } catch (error) {
      throw storeFailure(error, this.name);
    }
  }
}

function assertText(entries: readonly (readonly [string, string | null])[]): void {
  for (const [key, value] of entries) {
    if (typeof key === 'string' && (value === null || typeof value === 'string')) continue;
    throw new StoreFailure('invalid', 'a table takes text keys, and text or null values');
  }
}
