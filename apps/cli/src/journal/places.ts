import type { Log } from '@barometer/store';

const BATCH = 1_000;

/** The places of a log's records in order: another store has others, the ordinal (0 is the first record) stays. */
export class Places {
  private constructor(private readonly offsets: readonly number[]) {}

  /** Reads a whole log for its places. */
  static async of(log: Log, onRecords?: (count: number) => void): Promise<Places> {
    const offsets: number[] = [];
    for await (const records of readWhole(log)) {
      for (const { offset } of records) offsets.push(offset);
      onRecords?.(records.length);
    }
    return new Places(offsets);
  }

  get count(): number {
    return this.offsets.length;
  }

  /** How many records lie before a place: the ordinal of the first from there on. */
  before(place: number): number {
    let low = 0;
    for (let high = this.offsets.length; low < high;) {
      const middle = (low + high) >> 1;
      if (this.offsets[middle]! < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The ordinal of the last record up to a place; -1 for none. */
  upTo(place: number): number {
    return this.before(place + 1) - 1;
  }

  /** Where the record of an ordinal is; -1 for none. */
  at(ordinal: number): number {
    return this.offsets[ordinal] ?? -1;
  }

  /** From where to read so that the record of an ordinal, or the next to come, is the first. */
  from(ordinal: number): number {
    return this.offsets[ordinal] ?? (this.offsets.at(-1) ?? -1) + 1;
  }
}

/** A log from its begin to its end, some records at a time. */
export async function* readWhole(log: Log): AsyncIterable<Awaited<ReturnType<Log['read']>>> {
  for (let next = await log.begin(); ;) {
    const records = await log.read(next, BATCH);
    if (records.length === 0) return;
    yield records;
    next = records.at(-1)!.offset + 1;
  }
}
