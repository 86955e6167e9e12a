import type { Follower, Snapshots } from '@barometer/desk';
import { passes, persist, putWritten, timerSleep, writtenUpTo, type Logger, type Sleep } from '@barometer/service';
import type { Table } from '@barometer/store';
import { iso } from '@barometer/time';
import type { AssessorCounts } from './assessor.metrics.js';
import type { Outputs } from './outputs.js';
import type { Written } from './written.js';

/** Entries between two snapshots. */
const SNAPSHOT_EVERY = 20_000;
/** Entries, or packs of them, that it may be behind and still be ready. */
const MOST_BEHIND = 10_000;
/** The name whose owner saves snapshots. */
const SNAPSHOTS = 'snapshots';

export interface AssessorOptions {
  readonly follower: Follower;
  readonly outputs: Outputs;
  readonly snapshots: Snapshots;
  readonly written: Written;
  /** Where it is noted, for other processes, that the first live entry is written; nowhere without it. */
  readonly feeds?: Table;
  readonly counts?: Pick<AssessorCounts, 'snapshot'>;
  readonly logger: Logger;
  /** The assessor cannot go on; the process must end. */
  readonly onFatal: (err: unknown) => void;
  /** For tests; by default a timer. */
  readonly sleep?: Sleep;
  /** For tests: entries between two snapshots. */
  readonly saveEvery?: number;
}

/** Runs the desk: folds the journal and writes what comes out, until stopped. One of several warm twins, or alone. */
export class Assessor {
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private writing: Promise<void> = Promise.resolve();
  /** A snapshot that was taken and is being written. */
  private saving: Promise<void> | undefined;
  private caughtUp = false;
  private noted = false;
  private savedAt = 0;

  constructor(private readonly options: AssessorOptions) {}

  /** Folds what the journal holds, writes what is pending, then goes on in the background; resolves early when it is stopped. */
  async start(): Promise<void> {
    const starting = this.begin();
    this.running = starting.catch(() => undefined);
    await starting;
    if (this.stopping.signal.aborted) return;
    this.caughtUp = true;
    this.warnOfLoss();
    this.running = Promise.all([this.follow(), this.mindShares()]).catch((err: unknown) => this.options.onFatal(err));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.saving;
    if (this.caughtUp && this.options.follower.folded > this.savedAt) await this.save();
    await this.saving;
  }

  /** What keeps it from being ready, in a few words. */
  async problem(behind: (next: number) => Promise<number>): Promise<string | undefined> {
    const left = await behind(this.options.follower.next);
    if (!this.caughtUp) return `reading the journal, ${left} to go`;
    return left > MOST_BEHIND ? `${left} entries behind` : undefined;
  }

  private warnOfLoss(): void {
    const { incomplete } = this.options.follower.desk;
    if (incomplete === undefined) return;
    const facts = { before: iso(incomplete.before), until: iso(incomplete.until) };
    this.options.logger.warn(facts, 'history lost: readings are provisional until its absence makes no difference');
  }

  private async begin(): Promise<void> {
    const { follower, snapshots, outputs, logger } = this.options;
    const { signal } = this.stopping;
    for (const why of await this.persist(() => follower.restore(snapshots))) logger.warn(why);
    await this.persist(() => outputs.catchUp());
    await this.persist(() => follower.requireJournalPast(outputs.place));
    outputs.requireHeld(follower.desk.ends);
    try {
      await this.persist(() =>
        follower.catchUp(async () => {
          signal.throwIfAborted();
          await this.writeFolded();
        }),
      );
      await this.writeFolded();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async follow(): Promise<void> {
    const { follower, outputs, logger } = this.options;
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await follower.follow(signal, () => this.writeFolded());
      } catch (error) {
        if (signal.aborted) return;
        if (!passes(error)) throw error;
        logger.warn(
          { failure: (error as Error).message },
          'the journal could not be read; reading on where it stopped',
        );
        await this.unlessStopped(this.persist(() => outputs.catchUp()));
      }
    }
  }

  /** What was pending at another process is written here once its watch is ours. */
  private async mindShares(): Promise<void> {
    const { signal } = this.stopping;
    const { shares } = this.options.outputs;
    for (let changed = shares.changed(signal); !signal.aborted;) {
      await changed;
      // Listened for before writing, so that no change slips through.
      changed = shares.changed(signal);
      await this.unlessStopped(this.write());
    }
  }

  /** What fails while it stops is pending in every twin, and here after the next start. */
  private async unlessStopped(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => {
      if (!this.stopping.signal.aborted) throw error;
    });
  }

  /** What was folded is written, and now and then the state is taken to be saved; nothing is folded until it resolves. */
  private async writeFolded(): Promise<void> {
    await this.write();
    const { follower, saveEvery = SNAPSHOT_EVERY } = this.options;
    if (follower.folded - this.savedAt >= saveEvery && this.saving === undefined) await this.save();
  }

  /** One writing at a time; the fold may go on meanwhile. */
  private write(): Promise<void> {
    const next = this.writing.then(() => this.writeNow());
    this.writing = next.catch(() => undefined);
    return next;
  }

  private async writeNow(): Promise<void> {
    const { follower, outputs, written } = this.options;
    const { next, desk } = follower;
    // Before the first entry with a time there is nothing live that a notifier could wait for.
    const live = !desk.history && Number.isFinite(desk.now);
    outputs.take(desk.takePending());
    await this.persist(() => outputs.write());
    if (outputs.waiting > 0) return;
    written.upTo(next - 1);
    if (live) await this.note(next - 1);
  }

  /** Tells other processes, once, that what the history and the first live entry caused is written up to a place. */
  private async note(place: number): Promise<void> {
    const { feeds } = this.options;
    if (this.noted || feeds === undefined) return;
    await this.persist(async () => {
      if ((await writtenUpTo(feeds)) === undefined) await putWritten(feeds, place);
    });
    this.noted = true;
  }

  /** Saves only when nothing is pending: a pending transition is in no snapshot. What was taken is written while the fold goes on. */
  private async save(): Promise<void> {
    const { follower, outputs, snapshots, counts } = this.options;
    if (outputs.waiting > 0 || !outputs.shares.owns(SNAPSHOTS)) return;
    this.savedAt = follower.folded;
    const write = await follower.take(snapshots).catch((error: unknown) => this.saveFailed(error));
    if (write === undefined) return;
    this.saving = write()
      .then(
        () => counts?.snapshot('saved'),
        (error: unknown) => this.saveFailed(error),
      )
      .finally(() => (this.saving = undefined));
  }

  /** A start can do without a snapshot. */
  private saveFailed(error: unknown): void {
    this.options.counts?.snapshot('failed');
    this.options.logger.error({ err: error }, 'the snapshot could not be saved: the next start takes longer');
  }

  private persist<T>(work: () => Promise<T>): Promise<T> {
    const { sleep = timerSleep, logger } = this.options;
    return persist(work, { sleep, logger, signal: this.stopping.signal });
  }
}
