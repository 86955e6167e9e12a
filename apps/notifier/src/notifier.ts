import { passes, type Sleep } from '@barometer/service';
import { StoreFailure, type Shares } from '@barometer/store';
import { SECOND, type Clock } from '@barometer/time';
import type { ChannelSet } from './channel-set.js';
import type { Deliverer } from './deliverer.js';
import type { Inputs } from './inputs.js';
import type { Delivery } from './lane.js';
import type { Ledger } from './ledger.js';
import type { Planner } from './planner.js';
import type { NotifierConfigSource, NotifierLog } from './ports.js';
import type { Pruner } from './closed.js';
import { Term } from './term.js';

/** How long attempts under way may take to end when the process does. */
const LAST_ATTEMPTS = 10 * SECOND;

/** Of failures in a row, a second apart, one in so many is said. */
const REMIND = 60;

/** What the notifier is made of. */
export interface NotifierParts {
  readonly inputs: Inputs;
  readonly ledger: Ledger;
  readonly planner: Planner;
  readonly pruner: Pruner;
  /** A deliverer for one term; `cut` ends the attempts under way. */
  readonly deliverer: (term: Term, cut: AbortSignal) => Deliverer;
  readonly channels: ChannelSet;
  readonly config: NotifierConfigSource;
  readonly shares: Shares;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: NotifierLog;
  readonly assessed: (place: number, signal: AbortSignal) => Promise<void>;
  readonly onFatal: (err: unknown) => void;
}

/** `active`: plans and delivers; `standing by`: another process does. */
export type NotifierState = 'starting' | 'active' | 'standing by';

/** Plans and delivers while the name is ours, from start to close; stands by while another process does. */
export class Notifier {
  private readonly stop = new AbortController();
  private readonly cut = new AbortController();
  private running: Promise<void> | undefined;
  private current: Deliverer | undefined;
  private standing: NotifierState = 'starting';
  private wake: () => void = () => undefined;
  private idleSince: (() => void)[] = [];
  private idle = false;
  /** Failures of planning in a row. */
  private failures = 0;

  constructor(private readonly on: NotifierParts) {}

  get state(): NotifierState {
    return this.standing;
  }

  /** Deliveries on their way from here. */
  get pending(): readonly Delivery[] {
    return this.current?.pending ?? [];
  }

  /** Records of the alert log that are not planned yet; throws where another process plans. */
  async behind(): Promise<number> {
    if (this.standing !== 'active') throw new Error('another process plans');
    return this.on.planner.behind();
  }

  /** Takes up, as soon as it is our turn, what an earlier run left, then follows the logs. */
  async start(): Promise<void> {
    if (this.running) return;
    this.on.config.onChange(() => {
      this.current?.reset();
      this.wake();
    });
    this.running = this.run().catch((error: unknown) => this.on.onFatal(error));
  }

  /** Lets attempts under way end, for a while; what is left goes on at the next start, or at another process. */
  async close(): Promise<void> {
    const closed = new AbortController();
    this.stop.abort();
    this.wake();
    void this.on.sleep(LAST_ATTEMPTS, closed.signal).then(() => this.cut.abort());
    await this.running;
    closed.abort();
    await this.on.channels.close();
  }

  /** One term after another, as often as the name is ours. */
  private async run(): Promise<void> {
    const { shares } = this.on;
    const { signal } = this.stop;
    while (!signal.aborted) {
      const looked = new AbortController();
      // Listened for before looking, so that no change slips through.
      const changed = shares.changed(AbortSignal.any([signal, looked.signal]));
      if (Term.isOurs(shares)) await this.serve(new Term(shares, signal));
      else await this.standBy(changed);
      looked.abort();
    }
  }

  private async standBy(changed: Promise<void>): Promise<void> {
    this.become('standing by');
    this.rests();
    await changed;
    this.idle = false;
  }

  private async serve(term: Term): Promise<void> {
    const deliverer = this.on.deliverer(term, this.cut.signal);
    const minding = term.mind();
    try {
      await this.on.planner.load(term);
      await deliverer.resume();
      this.current = deliverer;
      this.become('active');
      while (term.active()) await this.step(term, deliverer);
    } catch (error) {
      if (!term.signal.aborted) await this.recover(error);
    } finally {
      term.end();
      await Promise.all([minding, deliverer.close()]);
      this.current = undefined;
    }
  }

  private async step(term: Term, deliverer: Deliverer): Promise<void> {
    const { planned, atEnd } = await this.on.planner.step(term, {
      assessed: (place) => this.on.assessed(place, term.signal),
      deliver: (rows) => deliverer.add(rows),
    });
    if (this.failures > 0) this.on.logger.info({ failures: this.failures }, 'planning works again');
    this.failures = 0;
    if (!atEnd || planned > 0) return;
    await this.on.pruner.look(this.on.planner, () => term.active());
    await this.rest(term);
  }

  private async rest(term: Term): Promise<void> {
    const woken = new AbortController();
    this.wake = () => woken.abort();
    const signal = AbortSignal.any([woken.signal, term.signal]);
    const { inputs, planner, clock, sleep } = this.on;
    const waits = [inputs.changed(planner.live, signal)];
    if (planner.due < Infinity) waits.push(sleep(Math.max(0, planner.due - clock.now()), signal));
    this.rests();
    await Promise.race(waits);
    this.idle = false;
    woken.abort();
  }

  private rests(): void {
    this.idle = true;
    for (const resolve of this.idleSince.splice(0)) resolve();
  }

  /** Resolves when everything there is to read has been planned, here or by the process whose turn it is. */
  async planned(): Promise<void> {
    if (!this.idle) await new Promise<void>((resolve) => this.idleSince.push(resolve));
  }

  /** What failed starts again from the last plan written; what no repetition helps is thrown on. */
  private async recover(error: unknown): Promise<void> {
    if (error instanceof StoreFailure && !passes(error)) throw error;
    if (this.failures++ % REMIND === 0)
      this.on.logger.error({ err: error }, 'planning failed; it starts again each second from the last plan written');
    await this.on.sleep(SECOND, this.stop.signal);
  }

  private become(state: NotifierState): void {
    if (this.standing === state) return;
    this.standing = state;
    this.on.logger.info({ state }, state === 'active' ? 'this process plans and sends now' : 'another process sends');
  }
}
