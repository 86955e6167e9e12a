import type { Item, RejectItem } from '@barometer/incident';
import { ClockJumped, type HeartbeatEntry, type RevisionEntry } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import type { CollectorMetrics } from './collector.metrics.js';
import type { JournalWriter } from './journal-writer.js';
import type { RejectLog } from './reject.js';

/** What became of one input; everything in it is durable. */
export interface Receipt {
  /** Reports and heartbeats now in the journal. */
  readonly accepted: number;
  readonly rejected: readonly Rejected[];
  /** When the journal took them; absent when there was nothing to take. */
  readonly recorded?: Instant;
}

export interface Rejected {
  /** Its place among the items of the input, from 0. */
  readonly index: number;
  readonly reason: string;
  readonly path: string;
  readonly message: string;
}

export interface AcceptorParts {
  readonly writer: JournalWriter;
  readonly rejects: RejectLog;
  readonly metrics: CollectorMetrics;
  readonly stop: (reason: Error) => void;
}

/** Takes items in: what is usable to the journal, the rest to `rejects`; only then is it acknowledged. */
export class Acceptor {
  private stopped = false;

  constructor(private readonly parts: AcceptorParts) {}

  /** Resolves when everything is durable; on an error nothing may be acknowledged, and the sender sends it again. */
  async take(items: readonly Item[], source: string): Promise<Receipt> {
    try {
      const rejects = items.filter((item) => item.type === 'reject');
      await this.parts.rejects.keep(rejects, source);
      const recorded = await this.append(items);
      this.parts.metrics.took(items);
      const receipt = { accepted: items.length - rejects.length, rejected: rejectedOf(items) };
      return recorded === undefined ? receipt : { ...receipt, recorded };
    } catch (error) {
      this.parts.metrics.failed();
      if (error instanceof ClockJumped) this.stopOnce(error);
      throw error;
    }
  }

  private async append(items: readonly Item[]): Promise<Instant | undefined> {
    if (items.every((item) => item.type === 'reject')) return undefined;
    return this.parts.writer.append((recorded) => items.flatMap((item) => entryOf(item, recorded) ?? []));
  }

  private stopOnce(reason: Error): void {
    if (this.stopped) return;
    this.stopped = true;
    this.parts.stop(reason);
  }
}

function entryOf(item: Item, recorded: Instant): RevisionEntry | HeartbeatEntry | undefined {
  if (item.type === 'revision') return { type: 'revision', recorded, revision: item.revision };
  if (item.type === 'heartbeat') return { type: 'heartbeat', recorded, feed: item.feed, at: item.at };
  return undefined;
}

function rejectedOf(items: readonly Item[]): readonly Rejected[] {
  const indexed = items.map((item, index) => ({ item, index }));
  return indexed
    .filter((each): each is { item: RejectItem; index: number } => each.item.type === 'reject')
    .map(({ item: { reason, path, message }, index }) => ({ index, reason, path, message }));
}
