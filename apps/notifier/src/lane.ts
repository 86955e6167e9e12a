import type { Instant } from '@barometer/time';
import type { Notice, PlannedRow } from '@barometer/notice';

/** A delivery on its way. */
export interface Delivery {
  readonly planned: PlannedRow;
  attempts: number;
  /** When it may be tried next. */
  next: Instant;
  /** The way was blocked when it was tried last. */
  blocked?: boolean;
  /** Left by an earlier term, and not looked at since. */
  resumed?: boolean;
  /** Its notice, read back from the log when it is needed. */
  notice?: Notice;
}

/** After this many put-offs a notice no longer holds up the recipient's other threads. */
export const PATIENCE = 3;

/** What waits for one recipient, in order of planning. */
export class Lane {
  readonly waiting: Delivery[] = [];
  /** Why this recipient wants nothing more, until the config changes. */
  gone: string | undefined;
  running = false;
  /** Ends the lane's wait. */
  wake: () => void = () => undefined;

  add(delivery: Delivery): void {
    this.waiting.push(delivery);
    this.wake();
  }

  /** The way may be free: what it was blocked for waits no longer. */
  release(): void {
    for (const delivery of this.waiting) {
      if (delivery.blocked) delivery.next = 0;
      delivery.blocked = false;
    }
    this.wake();
  }

  drop(delivery: Delivery): void {
    const place = this.waiting.indexOf(delivery);
    if (place >= 0) this.waiting.splice(place, 1);
  }

  /**
   * The delivery to try next. Order is kept: one that was put off holds up those behind it, but after three put-offs only its own thread,
   * so that one message a receiver cannot digest does not keep the rest from it.
   */
  front(now: Instant): Delivery | undefined {
    const held = new Set<string>();
    let front: Delivery | undefined;
    for (const delivery of this.waiting) {
      const thread = threadRoot(delivery.planned);
      if (held.has(thread)) continue;
      if (delivery.next <= now) return delivery;
      if (!front || delivery.next < front.next) front = delivery;
      if (delivery.attempts < PATIENCE) return front;
      held.add(thread);
    }
    return front;
  }

  /** Those that failed before and whose every alert a newer notice of the same thread speaks of. */
  superseded(): { older: Delivery; newer: Delivery }[] {
    return this.waiting.flatMap((older, place) => {
      if (older.attempts === 0) return [];
      const newer = this.waiting.slice(place + 1).find((one) => supersedes(one.planned, older.planned));
      return newer ? [{ older, newer }] : [];
    });
  }
}

function supersedes(newer: PlannedRow, older: PlannedRow): boolean {
  return threadRoot(newer) === threadRoot(older) && older.alerts.every((alert) => newer.alerts.includes(alert));
}

function threadRoot({ thread }: PlannedRow): string {
  return thread.inReplyTo ?? thread.messageId;
}
