import type { Item, RejectItem } from '@barometer/incident';
import { ClockJumped, draftOf, recordedAt, type Draft } from '@barometer/journal';
import type { Instant } from '@barometer/time';
import type { CollectorMetrics } from './collector.metrics.js';
import type { Gate } from './gate.js';
import type { JournalWriter } from './journal-writer.js';
import type { RejectLog } from './reject.js';

/** Something ready to be kept: in the journal, or in `rejects`. */
export type Ready = Draft | RejectItem;

/** What came together, and where it came from: a sender, a file, a place in a topic. */
export interface Input {
  readonly items: readonly Ready[];
  readonly source: string;
  /** Set where `source` alone is place enough, because the whole input is one item. */
  readonly single?: true;
}

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
  /** Closed while history is imported; open when absent. */
  readonly gate?: Gate;
}

/** Takes items in: what is usable to the journal, the rest to `rejects`; only then is it acknowledged. */
export class Acceptor {
  private stopped = false;
  private readonly rejectsKept = new WeakSet<readonly Input[]>();

  constructor(private readonly parts: AcceptorParts) {}

  /** Resolves when everything is durable; on an error nothing may be acknowledged, and the sender sends it again. */
  async take(items: readonly Item[], source: string): Promise<Receipt> {
    const recorded = await this.takeAll([{ items: items.map(readied), source }]);
    const rejected = rejectedOf(items);
    const receipt = { accepted: items.length - rejected.length, rejected };
    return recorded === undefined ? receipt : { ...receipt, recorded };
  }

  /**
   * Takes many inputs at once, in one append; answers when the journal took them. On an error offer the same list again: what
   * was rejected in it is kept once.
   */
  async takeAll(inputs: readonly Input[]): Promise<Instant | undefined> {
    this.parts.gate?.assertOpen();
    try {
      await this.keepRejects(inputs);
      const recorded = await this.append(inputs);
      this.parts.metrics.took(inputs);
      return recorded;
    } catch (error) {
      this.parts.metrics.failed();
      if (error instanceof ClockJumped) this.stopOnce(error);
      throw error;
    }
  }

  private async keepRejects(inputs: readonly Input[]): Promise<void> {
    if (this.rejectsKept.has(inputs)) return;
    await this.parts.rejects.keep(inputs);
    this.rejectsKept.add(inputs);
  }

  private async append(inputs: readonly Input[]): Promise<Instant | undefined> {
    if (inputs.every(({ items }) => items.every(({ type }) => type === 'reject'))) return undefined;
    return this.parts.writer.append((recorded) => linesOf(inputs, recorded));
  }

  private stopOnce(reason: Error): void {
    if (this.stopped) return;
    this.stopped = true;
    this.parts.stop(reason);
  }
}

/** An item as it will be kept: a report as text at once, so that what waits for an append is not the objects it was read into. */
export function readied(item: Item): Ready {
  switch (item.type) {
    case 'revision':
      return draftOf({ type: 'revision', revision: item.revision });
    case 'heartbeat':
      return draftOf({ type: 'heartbeat', feed: item.feed, at: item.at });
    case 'reject':
      return item;
  }
}

function linesOf(inputs: readonly Input[], recorded: Instant): string[] {
  const lines: string[] = [];
  for (const { items } of inputs) {
    for (const item of items) if (item.type !== 'reject') lines.push(recordedAt(item, recorded));
  }
  return lines;
}

function rejectedOf(items: readonly Item[]): readonly Rejected[] {
  const indexed = items.map((item, index) => ({ item, index }));
  return indexed
    .filter((each): each is { item: RejectItem; index: number } => each.item.type === 'reject')
    .map(({ item: { reason, path, message }, index }) => ({ index, reason, path, message }));
}
