import type { RejectItem } from '@barometer/incident';
import type { Log } from '@barometer/store';
import { iso, type Clock } from '@barometer/time';
import type { Input } from './accept.js';

/** An unusable input as the log `rejects` keeps it. */
export interface RejectRecord {
  readonly at: string;
  readonly reason: string;
  /** The field; empty for the whole input. */
  readonly path: string;
  readonly message: string;
  /** Where it came from: a sender, a file or a place in a topic, and the line or number in it. */
  readonly place: string;
  /** The original bytes up to 256 KiB, of a larger input the first 64 KiB, in base64. */
  readonly body: string;
  /** Bytes of the whole input. */
  readonly length: number;
  /** Of the whole input, where `body` is only its start. */
  readonly sha256?: string;
}

/** Keeps what could not be used. */
export class RejectLog {
  constructor(
    private readonly log: Log,
    private readonly clock: Clock,
  ) {}

  /** Keeps what these inputs hold of rejects, durable when it resolves. */
  async keep(inputs: readonly Input[]): Promise<void> {
    const records: { value: string }[] = [];
    for (const { items, source, single } of inputs) {
      for (const item of items) {
        if (item.type !== 'reject') continue;
        const place = single ? source : `${source}, item ${item.place}`;
        records.push({ value: JSON.stringify(recordOf(item, place, iso(this.clock.now()))) });
      }
    }
    if (records.length > 0) await this.log.append(records);
  }
}

function recordOf(item: RejectItem, place: string, at: string): RejectRecord {
  const { reason, path, message, original } = item;
  const { encoding, text, length, sha256 } = original;
  const body = Buffer.from(text, encoding).toString('base64');
  const record = { at, reason, path, message, place, body, length };
  return sha256 === undefined ? record : { ...record, sha256 };
}
