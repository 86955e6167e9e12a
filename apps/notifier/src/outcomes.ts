import {
  after,
  blockedPolicy,
  outcomeOf,
  retryPolicy,
  type Channel,
  type Outcome,
  type Stage,
} from '@barometer/notice';
import { persist } from '@barometer/service';
import { iso } from '@barometer/time';
import type { DelivererParts } from './deliverer.js';
import type { Delivery, Lane } from './lane.js';

/** Ends that nobody has to look into. */
const AS_MEANT: ReadonlySet<Stage> = new Set(['accepted', 'superseded', 'withheld']);

interface Words {
  readonly why?: string;
  readonly reply?: string;
  readonly next?: string;
}

/** Writes to the ledger what became of deliveries. */
export class Outcomes {
  constructor(
    private readonly on: Pick<DelivererParts, 'ledger' | 'metrics' | 'clock' | 'sleep' | 'logger' | 'term'>,
  ) {}

  /** Not yet: it is tried again, or has expired. */
  async putOff(
    lane: Lane,
    delivery: Delivery,
    outcome: Extract<Outcome, { is: 'retry' | 'blocked' }>,
    channel: Channel,
  ): Promise<void> {
    const { planned, attempts } = delivery;
    const last = this.on.clock.now();
    const asked = outcome.is === 'blocked' || outcome.after === undefined ? {} : { retryAfter: outcome.after };
    const history = { key: planned.key, attempts, planned: Date.parse(planned.times.planned), last, ...asked };
    const next = after(history, outcome.is === 'blocked' ? blockedPolicy(channel.name) : retryPolicy(channel.name));
    if (next === undefined)
      return this.finish(lane, delivery, 'expired', { why: `not accepted in time: ${outcome.why}` });
    delivery.next = next;
    await this.note(delivery, 'attempted', { why: outcome.why, next: iso(next) });
  }

  /** Nothing more is tried. */
  async finish(lane: Lane, delivery: Delivery, stage: Stage, words: Words): Promise<void> {
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
  private async note(delivery: Delivery, stage: Stage, words: Words): Promise<void> {
    const { planned, attempts } = delivery;
    const now = iso(this.on.clock.now());
    const attempted = attempts > 0 ? { attempted: now } : {};
    const times = { ...planned.times, ...attempted, ...(stage === 'accepted' ? { accepted: now } : {}) };
    const row = { ...outcomeOf(planned), stage, times, attempts, ...words };
    const { ledger, sleep, logger, term } = this.on;
    await persist(() => ledger.reached(planned, row), { sleep, logger, signal: term.signal });
  }
}
