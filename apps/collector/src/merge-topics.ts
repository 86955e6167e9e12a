import { receiveRecord } from '@barometer/feed';
import type { Item } from '@barometer/incident';
import type { InboxRecord, TopicHistory, TopicRange } from '@barometer/store';
import type { Instant } from '@barometer/time';
import type { ImportLine } from './import-history.js';

/** Records held of one partition at a time. */
const CHUNK = 500;

/**
 * The records of every range in one order, which is the same whenever they are read: by the time of the report (a reject at
 * once), then topic, partition and offset. Within a partition the order of offsets stands.
 */
export async function* mergeTopics(
  history: TopicHistory,
  ranges: readonly TopicRange[],
  now: Instant,
): AsyncIterable<ImportLine> {
  const readers = ranges.map((range) => new PartitionReader(history, range, now));
  for (const reader of readers) await reader.advance();
  for (;;) {
    const first = earliest(readers);
    if (!first?.head) return;
    yield first.head;
    await first.advance();
  }
}

/** The reader with the earliest head, of equal ones the first. */
function earliest(readers: readonly PartitionReader[]): PartitionReader | undefined {
  let found: PartitionReader | undefined;
  for (const reader of readers) {
    if (reader.head && (!found || reader.at < found.at)) found = reader;
  }
  return found;
}

/** Reads one partition, a chunk at a time. */
class PartitionReader {
  /** The line it stands at; `undefined` at the end. */
  head: ImportLine | undefined;
  /** When the head was reported. */
  at: Instant = Number.NEGATIVE_INFINITY;
  private waiting: InboxRecord[] = [];
  private lines: ImportLine[] = [];

  constructor(
    private readonly history: TopicHistory,
    private rest: TopicRange,
    private readonly now: Instant,
  ) {}

  async advance(): Promise<void> {
    while (this.lines.length === 0) {
      const record = this.waiting.pop() ?? (await this.nextChunk());
      if (!record) break;
      this.lines = this.linesOf(record);
    }
    this.head = this.lines.pop();
    this.at = this.head ? timeOf(this.head.item) : Number.POSITIVE_INFINITY;
  }

  /** The first record of the next chunk that holds any; the others wait, the next one last. */
  private async nextChunk(): Promise<InboxRecord | undefined> {
    while (this.rest.from < this.rest.to) {
      const { records, next } = await this.history.read(this.rest, CHUNK);
      this.rest = { ...this.rest, from: next };
      this.waiting = [...records].reverse();
      if (records.length > 0) break;
    }
    return this.waiting.pop();
  }

  private linesOf(record: InboxRecord): ImportLine[] {
    const { items, ...from } = receiveRecord(record, { now: this.now, mode: 'history' });
    return items.map((item) => ({ item, from })).reverse();
  }
}

function timeOf(item: Item): Instant {
  if (item.type === 'reject') return Number.NEGATIVE_INFINITY;
  return item.type === 'revision' ? item.revision.reportedAt : item.at;
}
