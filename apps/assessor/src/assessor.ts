import type { Follower } from '@barometer/desk';
import type { Logger } from '@barometer/service';
import { iso } from '@barometer/time';
import type { AssessorCounts } from './assessor.metrics.js';
import type { Outputs } from './outputs.js';
import type { Snapshots } from './snapshots.js';
import type { Written } from './written.js';

/** Entries between two snapshots. */
const SNAPSHOT_EVERY = 20_000;

export interface AssessorOptions {
  readonly follower: Follower;
  readonly outputs: Outputs;
  readonly snapshots: Snapshots;
  readonly written: Written;
  readonly counts?: Pick<AssessorCounts, 'snapshot'>;
  readonly logger: Logger;
  /** The assessor cannot go on; the process must end. */
  readonly onFatal: (err: unknown) => void;
}

/** Runs the desk: folds the journal and writes what comes out, until stopped. */
export class Assessor {
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private savedAt = 0;

  constructor(private readonly options: AssessorOptions) {}

  /** Folds what the journal holds, writes what is pending, then goes on in the background. */
  async start(): Promise<void> {
    const { follower, snapshots, logger } = this.options;
    const snapshot = await snapshots.load();
    if (snapshot !== undefined && !follower.restore(snapshot))
      logger.warn('snapshot not usable: folding the whole journal');
    this.savedAt = follower.next;
    await follower.catchUp(() => this.write());
    await this.write();
    this.tellLoss();
    this.running = follower
      .follow(this.stopping.signal, () => this.write())
      .catch((err: unknown) => this.options.onFatal(err));
  }

  /** Lost history is told once a start. */
  private tellLoss(): void {
    const { incomplete } = this.options.follower.desk;
    if (!incomplete) return;
    const facts = { before: iso(incomplete.before), until: iso(incomplete.until) };
    this.options.logger.warn(
      facts,
      'history lost: the journal no longer begins at its start; what was recorded before is not known, and figures ' +
        'may be too low until no rule looks back that far',
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    if (this.options.follower.next > this.savedAt) await this.save();
  }

  private async write(): Promise<void> {
    const { follower, outputs, written } = this.options;
    const { next } = follower;
    await outputs.write(follower.desk.takePending());
    if (outputs.waiting === 0) written.upTo(next - 1);
    if (follower.next - this.savedAt >= SNAPSHOT_EVERY) await this.save();
  }

  /** Saves only when nothing is pending: a pending transition is in no snapshot. */
  private async save(): Promise<void> {
    const { follower, outputs, snapshots, counts } = this.options;
    if (outputs.waiting > 0) return;
    try {
      await snapshots.save(follower.desk.save(follower.next));
    } catch (error) {
      counts?.snapshot('failed');
      throw error;
    }
    counts?.snapshot('saved');
    this.savedAt = follower.next;
  }
}
