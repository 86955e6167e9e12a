import { StoreFailure, type Table } from '@barometer/store';
import type { Message } from 'kafkajs';
import type { RawRecord } from './client.js';
import type { Fetched, Fetcher } from './fetcher.js';
import { assertFits, type Send } from './sender.js';

/** Longer values stay on the broker and are fetched when they are asked for. */
const INLINE = 1_024;
/** Values held at once while all are listed. */
const TOGETHER = 200;

/** Where a key's value is, and the value where it is short. */
interface Row {
  readonly offset: number;
  readonly value?: string;
}

export interface KafkaTableParts {
  readonly topic: string;
  readonly reader: Fetcher;
  readonly send: Send;
}

/** A table as a compacted topic of one partition: an index in memory, read to the topic's end before every question. */
export class KafkaTopicTable implements Table {
  private readonly rows = new Map<string, Row>();
  private next = 0;
  private reading: Promise<void> = Promise.resolve();
  private nextReading: Promise<void> | undefined;
  /** The last chunk of long values: neighbours are often asked for together. */
  private fetched: ReadonlyMap<number, RawRecord> = new Map();

  constructor(private readonly parts: KafkaTableParts) {}

  async put(entries: readonly (readonly [key: string, value: string | null])[]): Promise<void> {
    if (entries.length === 0) return;
    const messages: Message[] = entries.map(([key, value]) => ({ partition: 0, key, value }));
    assertFits(this.parts.topic, messages);
    await this.parts.send(this.parts.topic, messages);
  }

  async get(key: string): Promise<string | undefined> {
    await this.catchUp();
    return this.valueOf(key);
  }

  async *all(prefix = ''): AsyncIterable<readonly [key: string, value: string]> {
    await this.catchUp();
    const keys = inByteOrder([...this.rows.keys()].filter((key) => key.startsWith(prefix)));
    for (let i = 0; i < keys.length; i += TOGETHER) {
      const some = keys.slice(i, i + TOGETHER);
      const values = await this.valuesOf(some);
      for (const key of some) {
        const value = values.get(key);
        if (value !== undefined) yield [key, value];
      }
    }
  }

  /** Values in the order of their places: neighbours on the broker come in one fetch. */
  private async valuesOf(keys: readonly string[]): Promise<Map<string, string>> {
    const placed = keys.map((key) => [key, this.rows.get(key)?.offset ?? 0] as const).sort(([, a], [, b]) => a - b);
    const values = new Map<string, string>();
    for (const [key] of placed) {
      const value = await this.valueOf(key);
      if (value !== undefined) values.set(key, value);
    }
    return values;
  }

  /** The value now; one that a newer has replaced since, and compaction removed, is looked for anew. */
  private async valueOf(key: string): Promise<string | undefined> {
    for (;;) {
      const row = this.rows.get(key);
      if (row === undefined || row.value !== undefined) return row?.value;
      const found = await this.recordAt(row.offset);
      if (found !== undefined && keyOf(found) === key) return found.value?.toString('utf8');
      await this.catchUp();
      if (this.rows.get(key)?.offset === row.offset) {
        throw new StoreFailure('lost', `${this.parts.topic}: the value of "${key}" is gone; is the topic compacted?`);
      }
    }
  }

  private async recordAt(offset: number): Promise<RawRecord | undefined> {
    const known = this.fetched.get(offset);
    if (known) return known;
    const { records } = await this.parts.reader.fetch(this.parts.topic, 0, offset);
    this.fetched = new Map(records.map((record) => [Number(record.offset), record]));
    return this.fetched.get(offset);
  }

  /** Reads to the end that the topic has now. A reading under way may have asked for the end too early: the next one counts. */
  private catchUp(): Promise<void> {
    this.nextReading ??= this.reading.then(() => {
      this.nextReading = undefined;
      const reading = this.readOn();
      this.reading = reading.catch(() => undefined);
      return reading;
    });
    return this.nextReading;
  }

  private async readOn(): Promise<void> {
    const { topic, reader } = this.parts;
    const { begin, end } = await reader.bounds(topic, 0);
    this.next = Math.max(this.next, begin);
    while (this.next < end) this.take(await reader.fetch(topic, 0, this.next));
  }

  private take({ records, next }: Fetched): void {
    for (const record of records) {
      const key = keyOf(record);
      if (key === undefined) continue;
      if (record.value === null) this.rows.delete(key);
      else this.rows.set(key, rowOf(record, record.value));
    }
    this.next = next;
  }
}

function rowOf({ offset }: RawRecord, value: Buffer): Row {
  const row = { offset: Number(offset) };
  return value.length <= INLINE ? { ...row, value: value.toString('utf8') } : row;
}

function keyOf({ key }: RawRecord): string | undefined {
  return key === null ? undefined : key.toString('utf8');
}

function inByteOrder(keys: readonly string[]): string[] {
  const bytes = keys.map((key) => [key, Buffer.from(key)] as const);
  return bytes.sort(([, a], [, b]) => Buffer.compare(a, b)).map(([key]) => key);
}
