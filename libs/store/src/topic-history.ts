import type { InboxRecord } from './inbox.js';

/** A partition of an input topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** What a partition holds: offsets from `from` up to, and without, `to`. */
export interface TopicRange extends TopicPartition {
  readonly from: number;
  readonly to: number;
}

/** Part of a partition, in order of offsets. */
export interface TopicChunk {
  readonly records: readonly InboxRecord[];
  /** Where to read on; past offsets that hold nothing. */
  readonly next: number;
}

/** What the input topics held before an inbox took its first record from them. */
export interface TopicHistory {
  /** What every partition of every input topic holds now, by topic and partition. */
  ranges(): Promise<readonly TopicRange[]>;
  /** At most `max` records from offset `from` on and before `to`; throws `StoreFailure` `lost` where `from` is gone. */
  read(range: TopicRange, max: number): Promise<TopicChunk>;
  /** Lets the inbox begin at `to` of each range, whoever opens it; throws while one is open. */
  beginAt(ranges: readonly TopicRange[]): Promise<void>;
}
