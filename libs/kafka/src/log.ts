import { Bell, StoreFailure, type Log, type LogRecord, type NewRecord } from '@barometer/store';
import { Appender } from './appender.js';
import { Chunk, Chunks } from './chunks.js';
import type { Bounds, Fetched, Fetcher } from './fetcher.js';
import { packSingly, packTogether, STRIDE, unpack } from './packing.js';
import type { Send } from './sender.js';

/** How long the broker holds a fetch at the end of a log open, ms. */
const WAIT = 1_000;
/** Topic records read back at first; doubled until there are enough. */
const BACK = 16;

export interface KafkaLogParts {
  readonly topic: string;
  /** Packs entries together: for a topic that only Barometer reads. */
  readonly packed: boolean;
  readonly reader: Fetcher;
  /** A second connection: a broker answers one request of a connection at a time, and a wait is one. */
  readonly waiter: Fetcher;
  readonly send: Send;
}

/** A log as a topic of one partition. */
export class KafkaTopicLog implements Log {
  private readonly stride: number;
  private readonly chunks = new Chunks();
  private readonly appender: Appender;
  private readonly bell = new Bell();
  private watching: Promise<void> | undefined;
  private watchers = 0;
  /** The topic's offset up to which it was seen, and how often that moved. */
  private seen = 0;
  private grown = 0;
  private failure: unknown;

  constructor(private readonly parts: KafkaLogParts) {
    this.stride = parts.packed ? STRIDE : 1;
    this.appender = new Appender(parts.topic, parts.send, parts.packed ? packTogether : packSingly);
  }

  async append(records: readonly NewRecord[]): Promise<number> {
    if (records.length === 0) return this.end();
    return (await this.appender.append(records)) * this.stride;
  }

  async read(from: number, max: number): Promise<LogRecord[]> {
    const out: LogRecord[] = [];
    for (let place = from; out.length < max;) {
      const chunk = this.chunks.at(place) ?? (await this.fetch(Math.floor(place / this.stride)));
      if (chunk === undefined) break;
      for (let i = chunk.indexOf(place); i < chunk.records.length && out.length < max; i++) out.push(chunk.records[i]!);
      place = chunk.to;
      if (place >= chunk.end && out.length > 0) break;
    }
    return out;
  }

  async readBack(to: number, max: number): Promise<LogRecord[]> {
    const begin = await this.begin();
    for (let back = Math.max(BACK, max / this.stride); ; back *= 2) {
      const from = Math.max(begin, (Math.ceil(to / this.stride) - Math.ceil(back)) * this.stride);
      const found = await this.readBetween(from, to);
      if (found.length >= max || from <= begin) return found.slice(-max);
    }
  }

  async begin(): Promise<number> {
    return (await this.bounds()).begin * this.stride;
  }

  async end(): Promise<number> {
    return (await this.bounds()).end * this.stride;
  }

  async behind(from: number): Promise<number> {
    const packs = (await this.bounds()).end - Math.ceil(from / this.stride);
    if (packs > 0) return packs;
    return (await this.read(from, 1)).length;
  }

  async changed(from: number, signal: AbortSignal): Promise<void> {
    this.watchers++;
    try {
      while (!signal.aborted) {
        const { grown } = this;
        if ((await this.read(from, 1)).length > 0) return;
        await this.growth(grown, signal);
      }
    } finally {
      this.watchers--;
    }
  }

  private bounds(): Promise<Bounds> {
    return this.parts.reader.bounds(this.parts.topic, 0);
  }

  private async readBetween(from: number, to: number): Promise<LogRecord[]> {
    const out: LogRecord[] = [];
    for (let place = from; place < to;) {
      const records = await this.read(place, 1_000);
      if (records.length === 0) break;
      for (const record of records) if (record.offset < to) out.push(record);
      place = records.at(-1)!.offset + 1;
    }
    return out;
  }

  /** Records from one of the topic's offsets on; `undefined` at its end. Throws `StoreFailure` `lost` before its begin. */
  private async fetch(offset: number): Promise<Chunk | undefined> {
    const { topic, reader } = this.parts;
    try {
      return this.keep(offset, await reader.fetch(topic, 0, offset));
    } catch (error) {
      if (!(error instanceof StoreFailure) || error.code !== 'lost') throw error;
      const { begin, end } = await this.bounds();
      if (offset < begin)
        throw new StoreFailure('lost', `${topic} begins at ${begin * this.stride}: what was before is gone`);
      this.saw(end);
      return undefined;
    }
  }

  private keep(offset: number, { records, next, end }: Fetched): Chunk | undefined {
    this.saw(next);
    if (next === offset) return undefined;
    const unpacked = records.flatMap((raw) => unpack(raw, this.stride));
    return this.chunks.keep(new Chunk(offset * this.stride, next * this.stride, unpacked, end * this.stride));
  }

  /** Notes that the topic was seen up to an offset: who waits looks again. */
  private saw(offset: number): void {
    if (offset <= this.seen) return;
    this.seen = offset;
    this.grown++;
    this.bell.ring();
  }

  /** Resolves when the topic has grown since the count `grown`, or when the signal aborts; throws what watching met. */
  private async growth(grown: number, signal: AbortSignal): Promise<void> {
    this.watching ??= this.watch().finally(() => (this.watching = undefined));
    await this.bell.wait(() => this.grown !== grown || this.failure !== undefined, signal);
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure;
  }

  /** Waits at the last offset seen for as long as somebody wants to know. */
  private async watch(): Promise<void> {
    const { topic, waiter } = this.parts;
    try {
      while (this.watchers > 0) {
        const at = this.seen;
        this.keep(at, await waiter.fetch(topic, 0, at, { wait: WAIT }));
      }
    } catch (error) {
      this.failure = error;
      this.bell.ring();
    }
  }
}
