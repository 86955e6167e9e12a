import type { Transition } from '@barometer/alert';
import type { Channel, Notice, Outcome, Outgoing, PlannedRow } from '@barometer/notice';
import { persist } from '@barometer/service';
import { SECOND } from '@barometer/time';
import type { DelivererParts } from './deliverer.js';
import type { Delivery, Lane } from './lane.js';
import type { Outcomes } from './outcomes.js';

/** A channel that has not answered by then is asked to stop; it has shorter timeouts of its own, ms. */
export const LONGEST_ATTEMPT = 60 * SECOND;

/** Makes single attempts: reads back what was planned, asks the channel, hands on what it said. */
export class Attempts {
  constructor(
    private readonly on: Omit<DelivererParts, 'handOver' | 'onFatal'>,
    private readonly outcomes: Outcomes,
  ) {}

  /** One attempt with all that follows from it; `undefined` where nothing was sent. */
  async attempt(lane: Lane, delivery: Delivery): Promise<Outcome | undefined> {
    const channel = await this.channelOf(lane, delivery);
    const outcome = channel && (await this.send(channel, delivery));
    if (!channel || !outcome) return undefined;
    delivery.attempts++;
    this.on.metrics.attempted(channel.name, outcome.is);
    if (outcome.is === 'retry' || outcome.is === 'blocked')
      await this.outcomes.putOff(lane, delivery, outcome, channel);
    else {
      if (outcome.is === 'gone') lane.gone = outcome.why;
      const words = outcome.is === 'accepted' ? { reply: outcome.reply } : { why: outcome.why };
      await this.outcomes.finish(lane, delivery, outcome.is, words);
    }
    return outcome;
  }

  /** By what it is to be sent; `undefined` where it is not, and that is written. */
  private async channelOf(lane: Lane, delivery: Delivery): Promise<Channel | undefined> {
    if (this.on.term.signal.aborted) return undefined;
    if (await this.endedElsewhere(delivery)) lane.drop(delivery);
    else {
      const open = this.on.channels.of(delivery.planned.receiver);
      if (open && lane.gone === undefined) return open.channel;
      if (open) await this.outcomes.finish(lane, delivery, 'gone', { why: lane.gone! });
      else await this.outcomes.finish(lane, delivery, 'withheld', { why: 'the receiver is no longer in the config' });
    }
    return undefined;
  }

  /** What an earlier term left unfinished may have been finished since, by attempts under way at its end. */
  private async endedElsewhere(delivery: Delivery): Promise<boolean> {
    if (!delivery.resumed) return false;
    const { sleep, logger, ledger, term } = this.on;
    const ended = await persist(() => ledger.ended(delivery.planned), { sleep, logger, signal: term.signal });
    delivery.resumed = false;
    return ended;
  }

  /** Sends it; `undefined` where the term was over before anything was sent. */
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
}
