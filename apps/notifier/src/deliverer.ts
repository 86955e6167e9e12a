import {
  after,
  outcomeOf,
  retryPolicy,
  type Channel,
  type Notice,
  type Outcome,
  type Outgoing,
  type PlannedRow,
  type Stage,
} from '@barometer/notice';
import type { Transition } from '@barometer/alert';
import { persist, type Sleep } from '@barometer/service';
import { iso, SECOND, type Clock, type Duration } from '@barometer/time';
import type { ChannelSet } from './channel-set.js';
import { Gate } from './gate.js';
import type { Inputs } from './inputs.js';
import { Lane, type Delivery } from './lane.js';
import type { Ledger } from './ledger.js';
import type { DeliveryMetrics } from './notifier.metrics.js';
import type { NotifierLog, NotifierPorts } from './ports.js';
import type { Term } from './term.js';

/** Recipients of one receiver that are attempted at once: a slow receiver fills its own places only. */
const AT_ONCE = 4;
/** Ends that nobody has to look into. */
const AS_MEANT: ReadonlySet<Stage> = new Set(['accepted', 'superseded', 'withheld']);
/** A channel that has not answered by then is asked to stop; it has shorter timeouts of its own. */
const LONGEST_ATTEMPT = 60 * SECOND;

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

  constructor(private readonly on: DelivererParts) {}

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

  /** After a config change a recipient that had gone may be back. */
  reset(): void {
    for (const lane of this.lanes.values()) {
      lane.gone = undefined;
      lane.wake();
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
      const wait = delivery.next - this.on.clock.now();
      if (wait > 0) await this.pause(lane, wait);
      else await this.gate(receiver).pass(() => this.attempt(lane, delivery));
    }
    lane.running = false;
  }

  private async pause(lane: Lane, wait: number): Promise<void> {
    const woken = new AbortController();
    lane.wake = () => woken.abort();
    await this.on.sleep(wait, AbortSignal.any([woken.signal, this.on.term.signal]));
    lane.wake = () => undefined;
  }

  private async supersede(lane: Lane): Promise<void> {
    for (const { older, newer } of lane.superseded()) {
      await this.finish(lane, older, 'superseded', { why: `a newer notice of the thread: ${newer.planned.notice}` });
    }
  }

  private async attempt(lane: Lane, delivery: Delivery): Promise<void> {
    if (this.on.term.signal.aborted) return;
    if (await this.endedElsewhere(delivery)) return lane.drop(delivery);
    const { planned } = delivery;
    const open = this.on.channels.of(planned.receiver);
    if (!open) return this.finish(lane, delivery, 'withheld', { why: 'the receiver is no longer in the config' });
    if (lane.gone !== undefined) return this.finish(lane, delivery, 'gone', { why: lane.gone });
    const outcome = await this.send(open.channel, delivery);
    if (!outcome) return;
    delivery.attempts++;
    this.on.metrics.attempted(open.channel.name, outcome.is);
    if (outcome.is === 'retry') return this.putOff(lane, delivery, outcome, open.channel);
    if (outcome.is === 'gone') lane.gone = outcome.why;
    const words = outcome.is === 'accepted' ? { reply: outcome.reply } : { why: outcome.why };
    return this.finish(lane, delivery, outcome.is, words);
  }

  /** What an earlier term left unfinished may have been finished since, by attempts under way at its end. */
  private async endedElsewhere(delivery: Delivery): Promise<boolean> {
    if (!delivery.resumed) return false;
    const { sleep, logger, ledger, term } = this.on;
    const ended = await persist(() => ledger.ended(delivery.planned), { sleep, logger, signal: term.signal });
    delivery.resumed = false;
    return ended;
  }

  private fail(error: unknown): void {
    if (!this.on.term.signal.aborted) this.on.onFatal(error);
  }

  private async putOff(
    lane: Lane,
    delivery: Delivery,
    outcome: Extract<Outcome, { is: 'retry' }>,
    channel: Channel,
  ): Promise<void> {
    const { planned, attempts } = delivery;
    const last = this.on.clock.now();
    const asked = outcome.after === undefined ? {} : { retryAfter: outcome.after };
    const history = { key: planned.key, attempts, planned: Date.parse(planned.times.planned), last, ...asked };
    const next = after(history, retryPolicy(channel.name));
    if (next === undefined)
      return this.finish(lane, delivery, 'expired', { why: `not accepted in time: ${outcome.why}` });
    delivery.next = next;
    await this.note(delivery, 'attempted', { why: outcome.why, next: iso(next) });
  }

  private async finish(
    lane: Lane,
    delivery: Delivery,
    stage: Stage,
    words: { why?: string; reply?: string },
  ): Promise<void> {
    await this.note(delivery, stage, words);
    lane.drop(delivery);
    const { planned } = delivery;
    this.on.metrics.finished(planned, stage, this.on.clock.now());
    const facts = {
      notice: planned.notice,
      receiver: planned.receiver,
      channel: planned.channel,
      stage,
      attempts: delivery.attempts,
    };
    if (AS_MEANT.has(stage)) this.on.logger.info(facts, 'delivery finished');
    else this.on.logger.error({ ...facts, why: words.why }, 'delivery failed');
  }

  /** Writes until it is written: the outcome of an attempt is known only here. */
  private async note(
    delivery: Delivery,
    stage: Stage,
    words: { why?: string; reply?: string; next?: string },
  ): Promise<void> {
    const { planned, attempts } = delivery;
    const now = iso(this.on.clock.now());
    const attempted = attempts > 0 ? { attempted: now } : {};
    const times = { ...planned.times, ...attempted, ...(stage === 'accepted' ? { accepted: now } : {}) };
    for (;;) {
      try {
        return await this.on.ledger.reached(planned, { ...outcomeOf(planned), stage, times, attempts, ...words });
      } catch (error) {
        this.on.logger.error({ err: error, notice: planned.notice }, 'the ledger could not be written');
        if (this.on.term.signal.aborted) return;
        await this.on.sleep(SECOND, this.on.term.signal);
      }
    }
  }

  /** One attempt; `undefined` where the term was over before anything was sent. */
  private async send(channel: Channel, delivery: Delivery): Promise<Outcome | undefined> {
    const { planned } = delivery;
    try {
      delivery.notice ??= await this.noticeOf(planned);
      const outgoing = await this.outgoing(planned, delivery.notice);
      const signal = AbortSignal.any([AbortSignal.timeout(LONGEST_ATTEMPT), this.on.cut]);
      // Asked last: a process that was frozen must not send when it wakes up.
      if (!this.on.term.active()) return undefined;
      return await channel.send(outgoing, signal);
    } catch (error) {
      this.on.logger.error({ err: error, notice: planned.notice, channel: channel.name }, 'an attempt broke');
      return { is: 'retry', why: 'the attempt broke; the log says how' };
    }
  }

  private async outgoing(planned: PlannedRow, notice: Notice): Promise<Outgoing> {
    const top: Transition | undefined = planned.chartOf === undefined ? undefined : notice.transitions[planned.chartOf];
    const chart = top && (await this.draw(top));
    return {
      notice,
      message: { ...planned.message, ...(top ? { chartOf: top } : {}) },
      ...{ recipient: planned.recipient, key: planned.key, thread: planned.thread, at: this.on.clock.now() },
      ...(chart === undefined ? {} : { chart }),
    };
  }

  /** A message goes out without its chart rather than not at all. */
  private async draw(transition: Transition): Promise<string | undefined> {
    try {
      return await this.on.chart?.(transition);
    } catch (error) {
      this.on.logger.warn({ err: error, alert: transition.alertId }, 'the chart could not be drawn');
      return undefined;
    }
  }

  private async noticeOf(planned: PlannedRow): Promise<Notice> {
    const transitions = (await this.on.inputs.at(planned.offsets)).map(({ transition }) => transition);
    const { receiver, watch, kind, history } = planned;
    return { id: planned.notice, receiver, watch, transitions, kind, history, at: planned.notedAt };
  }

  private gate(receiver: string): Gate {
    const gate = this.gates.get(receiver) ?? new Gate(AT_ONCE);
    this.gates.set(receiver, gate);
    return gate;
  }
}
