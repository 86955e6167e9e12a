import { Bell, type Inbox, type InboxBatch, type InboxRecord } from '@barometer/store';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { RawRecord } from './client.js';
import { failureOf } from './failure.js';
import { guardCrashes } from './guards/crash.js';
import { guardOffsets } from './guards/offset-lost.js';
import { tolerateUnreadable } from './guards/unreadable.js';
import { watchProgress } from './guards/watchdog.js';
import { HandedOutRecords, type HandedOut } from './inbox/handed-out.js';
import { lagOf } from './inbox/lag.js';
import { Portion } from './inbox/portion.js';
import { inboxRecord } from './record.js';

/** What an inbox reads, and as whom. */
export interface InboxOptions {
  readonly kafka: Kafka;
  readonly topics: readonly string[];
  /** Members of one group share the topics' partitions. */
  readonly groupId: string;
  /** Called once when the inbox cannot go on and the process must end. */
  readonly onFatal: (error: Error) => void;
}

/** Beyond this a silent member loses its partitions to the others, ms. */
const SESSION = 10_000;
const HEARTBEAT = 2_000;
/** How often a batch that waits to be taken tells the group that we live, ms. */
const WAITING = 1_000;
/** How long the broker may wait for a first record; it answers at once when there is one, ms. */
const LONG_POLL = 1_000;
/** Of one fetch, and of one partition in it; a larger record comes alone, bytes. */
const MOST_BYTES = 8 * 1_048_576;
const MOST_BYTES_OF_PARTITION = 256 * 1_024;
/** No more is fetched while this much waits to be taken, bytes. */
const AHEAD = 1_048_576;
/** Partitions whose records may wait at one time. */
const AT_ONCE = 16;
const CLOSING = 20_000;

/** Answers to a commit that mean: the group has moved on, and these records come again. */
const MOVED_ON = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID'];

/**
 * Topics as an inbox, through a consumer group. What is taken and not acknowledged comes again, to this process or another; while
 * enough waits to be taken no more is asked for.
 */
export class TopicInbox implements Inbox {
  private readonly bell = new Bell();
  private readonly room = new Bell();
  private readonly handedOut = new HandedOutRecords();
  private portions: Portion[] = [];
  private epoch = 0;
  private assigned: Readonly<Record<string, readonly number[]>> = {};
  private closed = false;
  private unwatch: () => void = () => {};

  private constructor(
    private readonly consumer: Consumer,
    private readonly doing: string,
  ) {}

  /** Joins the group; throws a `StoreFailure` where the cluster refuses or the topics are not there. */
  static async open(options: InboxOptions): Promise<TopicInbox> {
    const { kafka, topics, groupId } = options;
    guardOffsets();
    const consumer = kafka.consumer({
      ...{ groupId, sessionTimeout: SESSION, rebalanceTimeout: 3 * SESSION, heartbeatInterval: HEARTBEAT },
      ...{ maxBytes: MOST_BYTES, maxBytesPerPartition: MOST_BYTES_OF_PARTITION, maxWaitTimeInMs: LONG_POLL },
      allowAutoTopicCreation: false,
    });
    const inbox = new TopicInbox(consumer, `reading ${topics.join(', ')} as ${groupId}`);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [...topics], fromBeginning: true });
      inbox.guard(options);
      await tolerateUnreadable(() => inbox.run());
      return inbox;
    } catch (error) {
      await inbox.close();
      throw failureOf(error, inbox.doing);
    }
  }

  async take(max: number, signal: AbortSignal): Promise<InboxBatch | undefined> {
    await this.bell.wait(() => this.portions.length > 0, signal);
    if (signal.aborted) return undefined;
    const records: InboxRecord[] = [];
    const handed: HandedOut[] = [];
    for (const portion of this.portions) {
      const taken = portion.take(max - records.length);
      if (taken.length === 0) break;
      for (const message of taken) {
        records.push(inboxRecord(portion.topic, portion.partition, message as RawRecord));
      }
      handed.push({ portion, next: Number(taken.at(-1)!.offset) + 1 });
    }
    this.portions = this.portions.filter(({ isTaken }) => !isTaken);
    this.room.ring();
    this.handedOut.add(handed);
    return { records, acknowledge: () => this.acknowledge(handed) };
  }

  /** Leaves the group within 20 s; what was taken and is not acknowledged by then comes again. */
  async close(): Promise<void> {
    this.closed = true;
    this.unwatch();
    this.room.ring();
    let late: NodeJS.Timeout | undefined;
    const bound = new Promise((resolve) => (late = setTimeout(resolve, CLOSING)));
    await Promise.race([this.consumer.disconnect().catch(() => undefined), bound]);
    clearTimeout(late);
  }

  private guard({ kafka, groupId, topics, onFatal }: InboxOptions): void {
    const { consumer, doing } = this;
    let told = false;
    const fatal = (error: Error) => {
      if (!told && !this.closed) onFatal(error);
      told = true;
    };
    guardCrashes(consumer, { doing, onFatal: fatal });
    const behind = () => lagOf(kafka, groupId, topics);
    this.unwatch = watchProgress(consumer, { doing, onFatal: fatal, behind, waiting: () => this.portions.length > 0 });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.begin(payload.memberAssignment));
  }

  /** A new assignment begins at what is committed: what waited comes again, here or elsewhere. */
  private begin(assigned: Readonly<Record<string, readonly number[]>>): void {
    this.handedOut.begin(++this.epoch);
    this.assigned = assigned;
    this.portions = [];
    this.room.ring();
  }

  private run(): Promise<void> {
    return this.consumer.run({
      ...{ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: AT_ONCE },
      eachBatch: (payload) => this.offer(payload),
    });
  }

  /** Lets one partition's records wait, and the consumer with them while too much waits. */
  private async offer(payload: EachBatchPayload): Promise<void> {
    const portion = new Portion(payload, this.epoch);
    if (!this.assigned[portion.topic]?.includes(portion.partition)) return;
    this.portions.push(portion);
    // The next fetch goes on behind it, whether it is taken by then or not; what is committed is another matter.
    payload.resolveOffset(payload.batch.messages.at(-1)!.offset);
    this.bell.ring();
    const mayGoOn = () => this.closed || portion.epoch !== this.epoch || this.waitingBytes() <= AHEAD;
    while (!mayGoOn() && payload.isRunning()) {
      await this.room.wait(mayGoOn, AbortSignal.timeout(WAITING));
      await payload.heartbeat();
    }
  }

  private waitingBytes(): number {
    return this.portions.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private async acknowledge(handed: readonly HandedOut[]): Promise<void> {
    const offsets = this.handedOut.done(handed);
    if (offsets.topics.length === 0) return;
    try {
      await handed.at(-1)!.portion.commit(offsets);
    } catch (error) {
      const { type } = error as { readonly type?: string };
      if (type === undefined || !MOVED_ON.includes(type)) throw failureOf(error, this.doing);
    }
  }
}
