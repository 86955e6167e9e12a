import type { PlannedRow } from '@barometer/notice';
import type { Sleep } from '@barometer/service';
import type { Clock, Duration } from '@barometer/time';
import { Attempts, LONGEST_ATTEMPT } from './attempts.js';
import type { ChannelSet } from './channel-set.js';
import { Gate } from './gate.js';
import type { Inputs } from './inputs.js';
import { Lane, type Delivery } from './lane.js';
import type { Ledger } from './ledger.js';
import type { DeliveryMetrics } from './notifier.metrics.js';
import { Outcomes } from './outcomes.js';
import type { NotifierLog, NotifierPorts } from './ports.js';
import type { Term } from './term.js';

/** Recipients of one receiver that are attempted at once: a slow receiver fills its own places only. */
const AT_ONCE = 4;

/** What the deliverer works with. */
export interface DelivererParts {
  readonly inputs: Inputs;
  readonly ledger: Ledger;
  readonly channels: ChannelSet;
  readonly metrics: DeliveryMetrics;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly logger: NotifierLog;
  readonly chart?: NotifierPorts['chart'];
  /** Nothing is sent after its end. */
  readonly term: Term;
  /** Ends the attempts under way. */
  readonly cut: AbortSignal;
  /** How long what another process left unfinished is let be: that process may be ending its attempts. */
  readonly handOver: Duration;
  /** Told what no repetition helps. */
  readonly onFatal: (err: unknown) => void;
}

/** Attempts what is planned until it is accepted, refused, superseded or expired, one attempt at a time for a recipient, in order. */
export class Deliverer {
  private readonly lanes = new Map<string, Lane>();
  private readonly gates = new Map<string, Gate>();
  private readonly runs = new Set<Promise<void>>();
  private readonly outcomes: Outcomes;
  private readonly attempts: Attempts;

  constructor(private readonly on: DelivererParts) {
    this.outcomes = new Outcomes(on);
    this.attempts = new Attempts(on, this.outcomes);
  }

  /** Takes up every delivery that an earlier term left unfinished. */
  async resume(): Promise<void> {
    const from = this.on.handOver === 0 ? 0 : this.on.clock.now() + this.on.handOver;
    for await (const { planned, furthest } of this.on.ledger.pending()) {
      const next = furthest.next === undefined ? 0 : Date.parse(furthest.next);
      this.enqueue({ planned, attempts: furthest.attempts, next: Math.max(next, from), resumed: true });
    }
  }

  /** Takes newly planned deliveries. */
  add(rows: readonly PlannedRow[]): void {
    for (const planned of rows) this.enqueue({ planned, attempts: 0, next: 0 });
  }

  /** Deliveries on their way. */
  get pending(): readonly Delivery[] {
    return [...this.lanes.values()].flatMap(({ waiting }) => waiting);
  }

  /** After a config change a recipient that had gone may be back, and what blocked the way mended. */
  reset(): void {
    for (const gate of this.gates.values()) gate.free();
    for (const lane of this.lanes.values()) {
      lane.gone = undefined;
      lane.release();
    }
  }

  /** Resolves when the attempts under way at the term's end have ended. */
  async close(): Promise<void> {
    await Promise.all(this.runs);
  }

  private enqueue(delivery: Delivery): void {
    const { receiver, recipient } = delivery.planned;
    const name = `${receiver}\n${recipient}`;
    const lane = this.lanes.get(name) ?? new Lane();
    this.lanes.set(name, lane);
    lane.add(delivery);
    if (lane.running || this.on.term.signal.aborted) return;
    lane.running = true;
    const run = this.run(lane, receiver)
      .catch((error: unknown) => this.fail(error))
      .finally(() => this.runs.delete(run));
    this.runs.add(run);
  }

  private async run(lane: Lane, receiver: string): Promise<void> {
    while (this.on.term.active()) {
      await this.supersede(lane);
      const delivery = lane.front(this.on.clock.now());
      if (!delivery) break;
      const gate = this.gate(receiver);
      const now = this.on.clock.now();
      const wait = Math.max(delivery.next, gate.opens) - now;
      if (wait > 0) await this.pause(lane, wait);
      else await this.tryOnce(lane, delivery, gate);
    }
    lane.running = false;
  }

  /** While the way is blocked one attempt at a time finds out whether somebody mended it. */
  private async tryOnce(lane: Lane, delivery: Delivery, gate: Gate): Promise<void> {
    const { clock } = this.on;
    if (gate.isBlocked) gate.block(clock.now() + LONGEST_ATTEMPT);
    const outcome = await gate.pass(() => this.attempts.attempt(lane, delivery));
    if (outcome?.is === 'blocked') this.block(gate, delivery, outcome.why);
    else if (!gate.isBlocked) return;
    else if (outcome === undefined) gate.block(clock.now());
    else if (outcome.is === 'retry') gate.block(delivery.next);
    else this.free(gate, delivery.planned.receiver);
  }

  private block(gate: Gate, delivery: Delivery, why: string): void {
    const { receiver } = delivery.planned;
    if (!gate.isBlocked)
      this.on.logger.error({ receiver, why }, 'a receiver cannot be reached until somebody mends this');
    delivery.blocked = true;
    gate.block(delivery.next);
  }

  private free(gate: Gate, receiver: string): void {
    gate.free();
    this.on.logger.info({ receiver }, 'the receiver is reached again');
    for (const [name, lane] of this.lanes) if (name.startsWith(`${receiver}\n`)) lane.release();
  }

  private async pause(lane: Lane, wait: number): Promise<void> {
    const woken = new AbortController();
    lane.wake = () => woken.abort();
    await this.on.sleep(wait, AbortSignal.any([woken.signal, this.on.term.signal]));
    lane.wake = () => undefined;
  }

  private async supersede(lane: Lane): Promise<void> {
    for (const { older, newer } of lane.superseded()) {
      await this.outcomes.finish(lane, older, 'superseded', {
        why: `a newer notice of the thread: ${newer.planned.notice}`,
      });
    }
  }

  private fail(error: unknown): void {
    if (!this.on.term.signal.aborted) this.on.onFatal(error);
  }

  private gate(receiver: string): Gate {
    const gate = this.gates.get(receiver) ?? new Gate(AT_ONCE);
    this.gates.set(receiver, gate);
    return gate;
  }
}
