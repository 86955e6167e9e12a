import type { Kafka } from 'kafkajs';
import { failureOf, isTransient } from '../failure.js';
import type { KafkaLog } from '../settings.js';
import { Group, SESSION, type Generation } from './group.js';
import { Lease, type Stamp } from './lease.js';

/** What a membership needs; `changed` is called whenever what it holds may have changed. */
export interface MembershipOptions {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly log: KafkaLog;
  readonly onFatal: (error: Error) => void;
  readonly now: () => Stamp;
  readonly changed: () => void;
}

const HEARTBEAT = 1_000;
/** The broker counts from when it hears us, we from when we spoke; the rest is for clocks that do not run alike, ms. */
const MARGIN = 2_000;
const PAUSE = 250;
/** Leaving is a courtesy to the others: without it they wait for the session to end, ms. */
const LEAVING = 5_000;

/** Answers after which this member has no place in the generation it knew: what it held may be another's. */
const CAST_OUT = ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'];

/** One member of a group whose only business is to share out slots: joins, heartbeats, joins again, until it is closed. */
export class Membership {
  private readonly lease: Lease;
  private readonly stop = new AbortController();
  private group: Group | undefined;
  private memberId = '';
  private generation: Generation | undefined;
  /** The group called everybody to join anew. */
  private called = false;
  /** It lost slots, which nobody gets before it has said so by joining again. */
  private gaveUp = false;
  private held: readonly number[] = [];
  private expiry: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: MembershipOptions) {
    this.lease = new Lease(SESSION - MARGIN, options.now);
  }

  /** Whether this member surely holds the slot now. */
  holds(slot: number): boolean {
    return this.held.includes(slot) && this.lease.holds();
  }

  /** Whether the group knows it as a member, and it surely keeps what it was given, be it nothing. */
  isOne(): boolean {
    return this.generation !== undefined && this.lease.holds();
  }

  /** The slots it surely holds now. */
  holding(): readonly number[] {
    return this.lease.holds() ? this.held : [];
  }

  /** Finds the group, then joins it and stays in it by itself; throws where the group cannot be found. */
  async start(): Promise<void> {
    this.group = await Group.find(this.options.kafka, this.options.groupId);
    this.running = this.run();
  }

  /** Lets go of everything and leaves. */
  async close(): Promise<void> {
    this.stop.abort();
    clearTimeout(this.expiry);
    this.letGo();
    const late = new AbortController();
    await Promise.race([this.leave(), pause(LEAVING, late.signal)]);
    late.abort();
  }

  private async leave(): Promise<void> {
    const { group, memberId } = this;
    if (memberId !== '') await group?.leave(memberId).catch(() => undefined);
    await group?.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stop;
    while (!signal.aborted) {
      try {
        this.group ??= await Group.find(this.options.kafka, this.options.groupId);
        if (this.generation === undefined || this.called || this.gaveUp) await this.join(this.group);
        else await this.stay(this.group, this.generation);
      } catch (error) {
        if (!signal.aborted) await this.recover(error);
      }
    }
  }

  /** Enters the next generation of the group; a member that lost slots in it has to say so by joining again. */
  private async join(group: Group): Promise<void> {
    // What is not claimed now may be given away, so it is not held any more either.
    if (!this.lease.holds()) this.letGo();
    const before = this.held;
    const asked = this.options.now();
    const generation = await group.join(this.memberId, before);
    this.memberId = generation.memberId;
    this.renew(asked);
    const sent = this.options.now();
    const slots = await group.sync(generation);
    this.renew(sent);
    if (this.stop.signal.aborted) return;
    this.generation = generation;
    this.called = false;
    this.gaveUp = !before.every((slot) => slots.includes(slot));
    this.hold(slots);
    this.options.log.debug({ slots: slots.length, generation: generation.generationId }, 'shares were given out');
  }

  /** Renews the lease until the group wants something else. */
  private async stay(group: Group, generation: Generation): Promise<void> {
    while (!this.stop.signal.aborted) {
      const sent = this.options.now();
      await group.heartbeat(generation);
      this.renew(sent);
      await pause(HEARTBEAT, this.stop.signal);
    }
  }

  private async recover(error: unknown): Promise<void> {
    const { type } = error as { readonly type?: string };
    if (type === 'REBALANCE_IN_PROGRESS') {
      this.called = true;
      return;
    }
    if (type !== undefined && CAST_OUT.includes(type)) {
      this.letGo();
      if (type !== 'ILLEGAL_GENERATION') this.memberId = '';
      return;
    }
    const failure = failureOf(error, `sharing out work in the group ${this.options.groupId}`);
    if (failure.code === 'refused') {
      this.stop.abort();
      return this.options.onFatal(failure);
    }
    this.options.log[isTransient(error) ? 'debug' : 'warn'](
      { error: failure.message },
      'the group is looked for again',
    );
    await this.group?.close();
    this.group = undefined;
    // A broker that comes back knows the last generation that was given out whole: who is in it goes on without waiting for the dead.
    this.called = false;
    await pause(PAUSE, this.stop.signal);
  }

  private renew(sent: Stamp): void {
    if (this.stop.signal.aborted) return;
    this.lease.renew(sent);
    clearTimeout(this.expiry);
    this.expiry = setTimeout(() => this.options.changed(), this.lease.left() + 1);
    this.expiry.unref();
    this.options.changed();
  }

  /** Holds nothing any more: what its generation gave it, it gets again only by joining. */
  private letGo(): void {
    this.generation = undefined;
    this.hold([]);
  }

  private hold(slots: readonly number[]): void {
    this.held = slots;
    this.options.changed();
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted) done();
  });
}
