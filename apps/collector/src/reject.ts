import type { RejectItem } from '@barometer/incident';
import type { Log } from '@barometer/store';
import { iso, type Clock } from '@barometer/time';

/** An unusable input as the log `rejects` keeps it. */
export interface RejectRecord {
  readonly at: string;
  readonly reason: string;
  /** The field; empty for the whole input. */
  readonly path: string;
  readonly message: string;
  /** Where it came from: a sender or file, and the line or number in it. */
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

  /** Durable when it resolves; `source` says where the items came from. */
  async keep(items: readonly RejectItem[], source: string): Promise<void> {
    if (items.length === 0) return;
    const at = iso(this.clock.now());
    await this.log.append(items.map((item) => ({ value: JSON.stringify(recordOf(item, source, at)) })));
  }
}

function recordOf(item: RejectItem, source: string, at: string): RejectRecord {
  const { reason, path, message, place, original } = item;
  const { encoding, text, length, sha256 } = original;
  const body = Buffer.from(text, encoding).toString('base64');
  const record = { at, reason, path, message, place: `${source}, item ${place}`, body, length };
  return sha256 === undefined ? record : { ...record, sha256 };
}
