import {
  compose,
  deliveryKey,
  mailDomain,
  threadOf,
  type Notice,
  type Outcome,
  type Outgoing,
} from '@barometer/notice';
import { createGazetteer } from '@barometer/gazetteer';
import { kindOf } from '@barometer/indicator';
import { sha256Hex } from '@barometer/journal';
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

/** One recipient's answer to a test message. */
export interface TestResult {
  readonly recipient: string;
  readonly outcome: Outcome;
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

  /** Sends a test message to every recipient of a receiver, once, and answers what each said; `undefined` for an unknown receiver. */
  async sendTest(receiver: string): Promise<readonly TestResult[] | undefined> {
    const open = this.on.channels.of(receiver);
    if (!open) return undefined;
    const results: TestResult[] = [];
    for (const recipient of open.receiver.recipients) {
      const outcome = await open.channel
        .send(this.testFor(receiver, recipient), AbortSignal.timeout(60 * SECOND))
        .catch((error: unknown): Outcome => {
          this.on.logger.error({ err: error, receiver }, 'a test message broke');
          return { is: 'refused', why: 'the attempt broke; the log says how' };
        });
      results.push({ recipient, outcome });
    }
    return results;
  }

  private testFor(receiver: string, recipient: string): Outgoing {
    const { publicUrl, timezone, definition } = this.on.config.current;
    const at = this.on.clock.now();
    const id = sha256Hex(`test\n${receiver}\n${at}\n${this.on.clock.monotonic()}`).slice(0, 32);
    const notice: Notice = { id, receiver, watch: 'barometer', transitions: [], kind: 'test', history: false, at };
    const facts = { routing: { now: [receiver], daily: [], not: [] }, known: new Map(), before: new Map() };
    const base = publicUrl === undefined ? {} : { publicUrl };
    return {
      notice,
      message: compose(notice, { ...base, timezone, names: createGazetteer(definition.names), kindOf, ...facts }),
      ...{ recipient, key: deliveryKey(id, recipient), at },
      thread: threadOf(id, recipient, { others: [] }, mailDomain(publicUrl)),
    };
  }

  /** Tries one delivery again, whatever became of it, with the same key; `undefined` when none was planned. */
  async resend(notice: string, recipient: string): Promise<Outcome | undefined> {
    const found = await this.on.ledger.find(notice, recipient);
    return found && (await this.on.deliverer.again(found.planned));
  }
}
