import type { Table } from '../table.js';

/** A table in memory; tests read `rows` and may set `failure`, which every put then throws. */
export class FakeTable implements Table {
  readonly rows = new Map<string, string>();
  failure: Error | undefined;

  async put(entries: readonly (readonly [key: string, value: string | null])[]): Promise<void> {
    if (this.failure) throw this.failure;
    for (const [key, value] of entries) {
      if (value === null) this.rows.delete(key);
      else this.rows.set(key, value);
    }
  }

  async get(key: string): Promise<string | undefined> {
    return this.rows.get(key);
  }

  async *all(prefix = ''): AsyncIterable<readonly [key: string, value: string]> {
    const rows = [...this.rows].filter(([key]) => key.startsWith(prefix));
    yield* rows.sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }
}

/** A table in memory. */
export const fakeTable = (): FakeTable => new FakeTable();
