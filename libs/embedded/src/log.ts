import { Bell, StoreFailure, type Log, type LogRecord, type NewRecord } from '@barometer/store';
import type Database from 'libsql';
import { storeFailure } from './failure.js';
import type { LogName } from './schema.js';
import type { Writer } from './writer.js';

interface Row {
  readonly offset: number;
  readonly key: string | null;
  readonly value: string;
}

/** A log as one table: its offsets are the primary key, without gaps. */
export class SqliteLog implements Log {
  private readonly bell = new Bell();
  private readonly insert: Database.Statement;
  private readonly select: Database.Statement;
  private readonly selectBack: Database.Statement;
  /** What is durable; `next` runs ahead of it inside a transaction. */
  private durable: number;
  private next: number;

  constructor(
    private readonly writer: Writer,
    database: Database.Database,
    private readonly name: LogName,
  ) {
    this.insert = database.prepare(`INSERT INTO ${name} (offset, key, value) VALUES (?, ?, ?)`);
    this.select = database.prepare(`SELECT offset, key, value FROM ${name} WHERE offset >= ? ORDER BY offset LIMIT ?`);
    this.selectBack = database.prepare(
      `SELECT offset, key, value FROM ${name} WHERE offset < ? ORDER BY offset DESC LIMIT ?`,
    );
    const [last] = database.prepare(`SELECT max(offset) AS offset FROM ${name}`).all() as { offset: number | null }[];
    this.durable = this.next = (last?.offset ?? -1) + 1;
  }

  async append(records: readonly NewRecord[]): Promise<number> {
    this.writer.assertOpen();
    assertText(records);
    if (records.length === 0) return this.durable;
    return this.writer.run(
      () => this.write(records),
      () => this.settle(),
    );
  }

  async read(from: number, max: number): Promise<LogRecord[]> {
    return this.rows(this.select, from, max);
  }

  async readBack(to: number, max: number): Promise<LogRecord[]> {
    return this.rows(this.selectBack, to, max).reverse();
  }

  async begin(): Promise<number> {
    return 0;
  }

  async end(): Promise<number> {
    this.writer.assertOpen();
    return this.durable;
  }

  async behind(from: number): Promise<number> {
    return Math.max(0, (await this.end()) - from);
  }

  changed(from: number, signal: AbortSignal): Promise<void> {
    return this.bell.wait(() => this.durable > from, signal);
  }

  /** Forgets the places a transaction gave out before it failed. */
  rewind(): void {
    this.next = this.durable;
  }

  private rows(statement: Database.Statement, at: number, max: number): LogRecord[] {
    this.writer.assertOpen();
    try {
      return (statement.all(at, max) as Row[]).map(toRecord);
    } catch (error) {
      throw storeFailure(error, this.name);
    }
  }

  private write(records: readonly NewRecord[]): number {
    const first = this.next;
    for (const { key, value } of records) this.insert.run([this.next++, key ?? null, value]);
    return first;
  }

  private settle(): void {
    if (this.durable === this.next) return;
    this.durable = this.next;
    this.bell.ring();
  }
}

function toRecord({ offset, key, value }: Row): LogRecord {
  return key === null ? { offset, value } : { offset, key, value };
}

function assertText(records: readonly NewRecord[]): void {
  for (const { key, value } of records) {
    if (typeof value === 'string' && (key === undefined || typeof key === 'string')) continue;
    throw new StoreFailure('invalid', 'a record needs a text value, and a text key if any');
  }
}
