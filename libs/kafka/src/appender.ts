import { StoreFailure, type NewRecord } from '@barometer/store';
import type { Packed } from './packing.js';
import { assertFits, type Send } from './sender.js';

/** Characters sent in one request, unless a single append is larger. */
const MOST_CHARACTERS = 4 * 1_048_576;

interface Waiting {
  readonly packed: readonly Packed[];
  readonly characters: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: unknown) => void;
}

/** Appends in order, one request at a time: what comes meanwhile goes together in the next. */
export class Appender {
  private waiting: Waiting[] = [];
  private sending = false;

  constructor(
    private readonly topic: string,
    private readonly send: Send,
    private readonly pack: (records: readonly NewRecord[]) => Packed[],
  ) {}

  /** Answers the topic's offset of the first record; the records stand together. */
  append(records: readonly NewRecord[]): Promise<number> {
    for (const { key, value } of records) {
      if (typeof value === 'string' && (key === undefined || typeof key === 'string')) continue;
      throw new StoreFailure('invalid', 'a record needs a text value, and a text key if any');
    }
    const packed = this.pack(records);
    assertFits(this.topic, messagesOf(packed));
    const characters = packed.reduce((sum, { message }) => sum + (message.value?.length ?? 0), 0);
    return new Promise((resolve, reject) => {
      this.waiting.push({ packed, characters, resolve, reject });
      if (!this.sending) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.sending = true;
    while (this.waiting.length > 0) await this.sendNext();
    this.sending = false;
  }

  private async sendNext(): Promise<void> {
    const group = this.take();
    try {
      let offset = await this.send(this.topic, messagesOf(group.flatMap(({ packed }) => packed)));
      for (const { packed, resolve } of group) {
        resolve(offset);
        offset += packed.length;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  private take(): Waiting[] {
    let characters = 0;
    let count = 0;
    for (const one of this.waiting) {
      characters += one.characters;
      if (count > 0 && characters > MOST_CHARACTERS) break;
      count++;
    }
    return this.waiting.splice(0, count);
  }
}

function messagesOf(packed: readonly Packed[]) {
  return packed.map(({ message }) => message);
}
