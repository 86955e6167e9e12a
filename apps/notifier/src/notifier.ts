import type { Outcome } from '@barometer/notice';
import { SECOND, type Clock } from '@barometer/time';
import type { ChannelSet } from './channel-set.js';
import type { Deliverer } from './deliverer.js';
import type { Inputs } from './inputs.js';
import type { Ledger } from './ledger.js';
import type { Planner } from './planner.js';
import type { NotifierConfigSource, NotifierLog, NotifierPorts, Sleep } from './ports.js';

/** How long the assessor is given to write what came before the first live entry, where nobody says when it has. */
const GRACE = 2 * SECOND;

/** What the notifier is made of. */
export interface NotifierParts {
  readonly inputs: Inputs;
  readonly ledger: Ledger;
  readonly planner: Planner;
  readonly deliverer: Deliverer;
  readonly channels: ChannelSet;
  readonly config: NotifierConfigSource;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: NotifierLog;
  readonly assessed?: NotifierPorts['assessed'];
}

/** Plans and delivers from start to close. */
export class Notifier {
  private readonly stop = new AbortController();
  private running: Promise<void> | undefined;
  private wake: () => void = () => undefined;
  private idleSince: (() => void)[] = [];
  private idle = false;

  constructor(private readonly on: NotifierParts) {}

  /** Takes up what an earlier run left, then follows the logs. */
  async start(): Promise<void> {
    if (this.running) return;
    await this.on.planner.load();
    await this.on.deliverer.resume();
    this.on.config.onChange(() => {
      this.on.deliverer.reset();
      this.wake();
    });
    this.running = this.run();
  }

  /** Lets attempts under way end; what is left goes on at the next start. */
  async close(): Promise<void> {
    this.stop.abort();
    this.wake();
    await this.running;
    await this.on.deliverer.close();
    await this.on.channels.close();
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        const { rows, atEnd } = await this.on.planner.step((place) => this.assessed(place));
        this.on.deliverer.add(rows);
        if (atEnd && rows.length === 0) await this.rest();
      } catch (error) {
        await this.recover(error);
      }
    }
  }

  private async rest(): Promise<void> {
    const woken = new AbortController();
    this.wake = () => woken.abort();
    const signal = AbortSignal.any([woken.signal, this.stop.signal]);
    const { inputs, planner, clock, sleep } = this.on;
    const waits = [inputs.changed(planner.live, signal)];
    if (planner.due < Infinity) waits.push(sleep(Math.max(0, planner.due - clock.now()), signal));
    this.idle = true;
    for (const resolve of this.idleSince.splice(0)) resolve();
    await Promise.race(waits);
    this.idle = false;
    woken.abort();
  }

  /** Resolves when everything there is to read has been planned. */
  async planned(): Promise<void> {
    if (!this.idle) await new Promise<void>((resolve) => this.idleSince.push(resolve));
  }

  /** A store that failed is asked again, from what it last held. */
  private async recover(error: unknown): Promise<void> {
    this.on.logger.error({ err: error }, 'planning failed; it starts again from the last plan written');
    while (!this.stop.signal.aborted) {
      await this.on.sleep(SECOND, this.stop.signal);
      try {
        return await this.on.planner.load();
      } catch (again) {
        this.on.logger.error({ err: again }, 'planning could not be loaded');
      }
    }
  }

  private async assessed(place: number): Promise<void> {
    if (this.on.assessed) await this.on.assessed(place, this.stop.signal);
    else await this.on.sleep(GRACE, this.stop.signal);
  }

  /** Tries one delivery again, whatever became of it, with the same key; `undefined` when none was planned. */
  async resend(notice: string, recipient: string): Promise<Outcome | undefined> {
    const found = await this.on.ledger.find(notice, recipient);
    return found && (await this.on.deliverer.again(found.planned));
  }
}
