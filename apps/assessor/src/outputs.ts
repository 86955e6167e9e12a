import type { AlertRecord, Transition } from '@barometer/alert';
import type { Pending } from '@barometer/desk';
import type { Log, Shares } from '@barometer/store';
import { iso, type Clock } from '@barometer/time';
import { Seen } from './seen.js';

const BATCH = 1_000;

/** The fold and the alert log disagree about a transition already written: another engine or another journal wrote it. */
export class AlertLogDiffers extends Error {
  override readonly name = 'AlertLogDiffers';
}

export interface OutputsOptions {
  readonly alerts: Log;
  readonly shares: Shares;
  readonly clock: Clock;
  /** Names this process in the records it writes. */
  readonly writer: string;
  /** Told every transition read from the log. */
  readonly seen?: (transition: Transition) => void;
}

/**
 * Writes transitions to the log `alerts`: each stays pending until it is seen there, and only a watch's owner appends. Two may take
 * themselves for the owner for a moment: then the same bytes stand there twice, and whoever reads drops them by `watchSeq`.
 */
export class Outputs {
  private readonly seen = new Seen();
  private next: number | undefined;
  private whole = true;
  private pending: Pending[] = [];
  private greatest = -1;
  /** Transitions this process appended. */
  written = 0;

  constructor(private readonly options: OutputsOptions) {}

  /** Who writes what. */
  get shares(): Shares {
    return this.options.shares;
  }

  /** The greatest journal place that the log names, as far as it was read; -1 while it names none. */
  get place(): number {
    return this.greatest;
  }

  /** How many transitions are not yet in the log. */
  get waiting(): number {
    return this.pending.length;
  }

  /** Takes in what came out of the fold; it is pending from now on, whatever becomes of the next `write`. */
  take(pending: readonly Pending[]): void {
    this.pending.push(...pending);
  }

  /** Appends what is pending of the watches owned here and not in the log; harmless to repeat after a failure. */
  async write(pending: readonly Pending[] = []): Promise<void> {
    this.take(pending);
    if (this.pending.length === 0) return;
    await this.catchUp();
    const mine = this.pending.filter(({ transition }) => this.options.shares.owns(transition.watch));
    if (mine.length === 0) return;
    await this.options.alerts.append(mine.map((one) => this.recordOf(one)));
    this.written += mine.length;
    await this.catchUp();
  }

  /** Reads the log to its end and drops what is seen there from the pending; throws `AlertLogDiffers`. */
  async catchUp(): Promise<void> {
    this.next ??= await this.begin();
    for (;;) {
      const records = await this.options.alerts.read(this.next, BATCH);
      if (records.length === 0) break;
      for (const { offset, value } of records) {
        const { transition, place } = JSON.parse(value) as AlertRecord;
        this.seen.note(transition);
        this.greatest = Math.max(this.greatest, place);
        this.options.seen?.(transition);
        this.next = offset + 1;
      }
    }
    this.pending = this.pending.filter(({ transition }) => !this.isSeen(transition));
  }

  private async begin(): Promise<number> {
    const begin = await this.options.alerts.begin();
    this.whole = begin === 0;
    return begin;
  }

  /**
   * Throws `AlertLogDiffers` where the log, read to its end, lacks what a restored state says was written: numbers would be
   * left out. A log whose start is gone may lack it.
   */
  requireHeld(ends: ReadonlyMap<string, Pick<Transition, 'watchSeq' | 'hash'>>): void {
    if (!this.whole) return;
    for (const [watch, end] of ends) {
      if (this.seen.holds({ watch, ...end }) === true) continue;
      throw new AlertLogDiffers(
        `the alert log lacks transition ${end.watchSeq} of watch "${watch}", which the snapshot says was written: its end is ` +
          'missing, or it is another log. Restore it, or delete the snapshots, and it is written again from the journal',
      );
    }
  }

  private isSeen(transition: Transition): boolean {
    const held = this.seen.holds(transition);
    if (held !== 'other') return held;
    const { watch, watchSeq } = transition;
    throw new AlertLogDiffers(
      `transition ${watchSeq} of watch "${watch}" differs from the one in the alert log: the log was written from another ` +
        'journal or by another engine; give this desk an empty log, or the journal that the log belongs to',
    );
  }

  private recordOf({ transition, place }: Pending): { key: string; value: string } {
    const { clock, writer } = this.options;
    const record: AlertRecord = { transition, place, writer, writtenAt: iso(clock.now()) };
    return { key: transition.watch, value: JSON.stringify(record) };
  }
}
