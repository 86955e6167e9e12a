import { Snapshots, type DeskView, type Follower } from '@barometer/desk';
import { packing, passes, persist, timerSleep, type Logger, type Sleep } from '@barometer/service';
import type { Stores } from '@barometer/store';
import { SECOND } from '@barometer/time';
import { doneWithin } from './views/within.js';

/** Entries, or packs of them, that it may be behind and still be ready. */
const MOST_BEHIND = 10_000;
/** How long the store may take to say how much there is. */
const PATIENCE = SECOND;

/** What the twin reads, and whom it tells. */
export interface DeskTwinOptions {
  readonly follower: Follower;
  readonly stores: Pick<Stores, 'journal' | 'snapshots'>;
  readonly logger: Logger;
  readonly onFatal: (err: unknown) => void;
  /** For tests; by default a timer. */
  readonly sleep?: Sleep;
}

/** A desk of the console's own, folded from the journal: it looks and answers, and writes nothing. */
export class DeskTwin {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private caughtUp = false;

  constructor(private readonly options: DeskTwinOptions) {}

  get desk(): DeskView {
    return this.options.follower.desk;
  }

  /** Folds in the background until it is stopped. */
  start(): void {
    this.running = this.run().catch((error: unknown) => {
      if (!this.stopping.signal.aborted) this.options.onFatal(error);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** What keeps it from being ready, in a few words: not a store that is away, since what is known can be shown. */
  async problem(): Promise<string | undefined> {
    const { follower, stores, sleep = timerSleep } = this.options;
    let left = 0;
    const answer = stores.journal.behind(follower.next).then((count) => (left = count));
    const answered = await doneWithin(PATIENCE, answer, sleep);
    if (!this.caughtUp) return answered ? `reading the journal, ${left} to go` : 'reading the journal';
    return left > MOST_BEHIND ? `${left} entries behind` : undefined;
  }

  private async run(): Promise<void> {
    const { follower, stores, logger } = this.options;
    const { signal } = this.stopping;
    const snapshots = new Snapshots(stores.snapshots, { packing });
    for (const why of await this.persist(() => follower.restore(snapshots))) logger.warn(why);
    // Nobody takes what comes out here: the assessors write it.
    const forget = () => {
      signal.throwIfAborted();
      follower.desk.takePending();
    };
    await this.persist(() => follower.catchUp(forget));
    this.caughtUp = true;
    while (!signal.aborted) await this.follow(() => void follower.desk.takePending());
  }

  private async follow(forget: () => void): Promise<void> {
    const { follower, stores, logger } = this.options;
    try {
      await follower.follow(this.stopping.signal, forget);
    } catch (error) {
      if (!passes(error)) throw error;
      logger.warn({ failure: (error as Error).message }, 'the journal could not be read; reading on where it stopped');
      await this.persist(() => stores.journal.end());
    }
  }

  private persist<T>(work: () => Promise<T>): Promise<T> {
    return persist(work, { sleep: timerSleep, logger: this.options.logger, signal: this.stopping.signal });
  }
}
