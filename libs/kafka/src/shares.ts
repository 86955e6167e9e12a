import { Bell, type Shares } from '@barometer/store';
import type { Kafka } from 'kafkajs';
import { failureOf } from './failure.js';
import type { KafkaOpening, KafkaSettings } from './settings.js';
import { systemClock, type Stamp } from './shares/lease.js';
import { Membership } from './shares/membership.js';
import { slotOf } from './shares/share-out.js';

/**
 * Which names this process owns: each name has one of 32 slots, and the living processes of one role share the slots evenly through a
 * group on the broker. A slot is owned only while the lease on it surely holds: a process that was frozen owns nothing when it wakes up.
 */
export class GroupShares implements Shares {
  private readonly bell = new Bell();
  private readonly membership: Membership;
  private changes = 0;
  private seen = '';

  private constructor(kafka: Kafka, groupId: string, { log, onFatal }: KafkaOpening, now: () => Stamp) {
    this.membership = new Membership({ kafka, groupId, log, onFatal, now, changed: () => this.look() });
  }

  /** Enters the group `PREFIX.shares.ROLE`; nothing is owned until the group has answered. */
  static async join(
    kafka: Kafka,
    { prefix }: Pick<KafkaSettings, 'prefix'>,
    opening: KafkaOpening,
    now: () => Stamp = systemClock,
  ): Promise<GroupShares> {
    const groupId = `${prefix}.shares.${opening.role}`;
    const shares = new GroupShares(kafka, groupId, opening, now);
    try {
      await shares.membership.start();
    } catch (error) {
      throw failureOf(error, `entering the group ${groupId}`);
    }
    return shares;
  }

  owns(name: string): boolean {
    return this.membership.holds(slotOf(name));
  }

  takesPart(): boolean {
    return this.membership.isOne();
  }

  /** Resolves at the next change of what is owned, the end of the lease and its return included. */
  changed(signal: AbortSignal): Promise<void> {
    const before = this.changes;
    return this.bell.wait(() => this.changes > before, signal);
  }

  /** Lets go of everything and leaves the group, so that others need not wait for the lease to end. */
  close(): Promise<void> {
    return this.membership.close();
  }

  private look(): void {
    const holding = this.membership.holding().join();
    if (holding === this.seen) return;
    this.seen = holding;
    this.changes++;
    this.bell.ring();
  }
}
