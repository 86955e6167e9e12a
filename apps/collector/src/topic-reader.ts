import { receiveRecord, unreadable, type TopicInput } from '@barometer/feed';
import { ClockJumped } from '@barometer/journal';
import type { Logger } from '@barometer/service';
import type { InboxBatch, InboxRecord } from '@barometer/store';
import type { Clock, Instant } from '@barometer/time';
import { readied, type Acceptor, type Input } from './accept.js';
import { Backoff } from './backoff.js';
import type { CollectorMetrics } from './collector.metrics.js';
import type { Gate } from './gate.js';
import { Outage } from './outage.js';
import type { OpenInbox } from './ports.js';

/** Records taken at most at once: so many share the round trips of one append and one acknowledgement. */
const BATCH = 5_000;

export interface TopicReaderParts {
  readonly gate: Gate;
  readonly open: () => Promise<OpenInbox>;
  readonly acceptor: Acceptor;
  readonly metrics: CollectorMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly backoff?: Backoff;
}

/**
 * Takes in what comes on the input topics, from the moment history is in the journal. While one batch is appended the next is taken and
 * read; appends and acknowledgements keep the order of the batches.
 */
export class TopicReader {
  private readonly stopping = new AbortController();
  private readonly backoff: Backoff;
  private running: Promise<void> = Promise.resolve();
  private acknowledged: Promise<void> = Promise.resolve();
  private readonly troubles = new Set<string>();

  constructor(private readonly parts: TopicReaderParts) {
    this.backoff = parts.backoff ?? new Backoff();
  }

  /** What keeps records from being taken in; `undefined` while nothing does. */
  get trouble(): string | undefined {
    const [first] = this.troubles;
    return first;
  }

  start(): void {
    this.running = this.run(this.stopping.signal);
  }

  /** Resolves when what was taken is durable and acknowledged, or left for the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    await this.parts.gate.opened(signal);
    const inbox = await this.persist('the input topics could not be opened', signal, () => this.parts.open());
    if (!inbox) return;
    let kept = Promise.resolve(true);
    for (;;) {
      const batch = await this.take(inbox, signal);
      if (!batch) break;
      const inputs = this.read(batch);
      if (!(await kept)) break;
      kept = this.keep(batch, inputs, signal);
    }
    await kept;
    await this.acknowledged;
    await inbox.close();
  }

  private take(inbox: OpenInbox, signal: AbortSignal): Promise<InboxBatch | undefined> {
    return this.persist('the input topics could not be read', signal, () => inbox.take(BATCH, signal));
  }

  /** Makes one batch durable, and then acknowledges it; answers whether to go on. */
  private async keep(batch: InboxBatch, inputs: readonly Input[], signal: AbortSignal): Promise<boolean> {
    const kept = await this.persist('records could not be made durable and were not acknowledged', signal, async () => {
      await this.parts.acceptor.takeAll(inputs);
      return true;
    });
    if (!kept) return false;
    this.acknowledged = this.acknowledged.then(() => this.acknowledge(batch));
    this.parts.metrics.tookRecords(inputs);
    return !signal.aborted;
  }

  private read({ records }: InboxBatch): readonly Input[] {
    const now = this.parts.clock.now();
    this.parts.metrics.received(records.reduce((sum, { body }) => sum + body.length, 0));
    return records.map((record) => this.readOne(record, now));
  }

  /** A fault of ours in reading one record does not hold up those behind it. */
  private readOne(record: InboxRecord, now: Instant): Input {
    try {
      return inputOf(receiveRecord(record, { now, mode: 'live' }));
    } catch (err) {
      this.parts.logger.error({ err, place: record.place }, 'a record could not be read, and is kept in rejects');
      return inputOf(unreadable(record, 'the collector failed to read it'));
    }
  }

  /** What could not be acknowledged comes again, here or elsewhere, and counts once. */
  private async acknowledge(batch: InboxBatch): Promise<void> {
    try {
      await batch.acknowledge();
    } catch (err) {
      this.parts.logger.warn({ err }, 'records taken in could not be acknowledged; they will come again');
    }
  }

  /** Does it until it works; answers `undefined` when the signal aborts, or the process is about to end. */
  private async persist<T>(trouble: string, signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
    const outage = new Outage(this.parts.clock, this.parts.logger);
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        const done = await work();
        outage.worked('records are taken in again', { tries });
        this.troubles.delete(trouble);
        this.backoff.reset();
        return done;
      } catch (err) {
        if (err instanceof ClockJumped) return undefined;
        this.troubles.add(trouble);
        outage.failed(err, trouble);
        await this.backoff.wait(signal);
      }
    }
    return undefined;
  }
}

function inputOf({ items, source, single }: TopicInput): Input {
  const ready = items.map(readied);
  return single ? { items: ready, source, single } : { items: ready, source };
}
