import { stageKey, STAGES, type DeliveryRow } from '@barometer/notice';
import { DAY, iso, type Clock, type Duration, type Instant } from '@barometer/time';
import type { Ledger, Row } from './ledger.js';

const CLOSED = '~closed/';
/** Deliveries removed in one write. */
const BATCH = 100;
/** How often it is looked for what is old enough. */
const EVERY = DAY;

/** What is noted of a delivery that has ended: enough to remove it. */
type Closed = Pick<DeliveryRow, 'notice' | 'recipient' | 'alerts'>;

/** The row that notes a delivery's end, in order of time. */
export function closedRow({ notice, recipient, alerts, times }: DeliveryRow): Row {
  const closed: Closed = { notice, recipient, alerts };
  const at = times.accepted ?? times.attempted ?? times.planned;
  return [`${CLOSED}${at}/${notice}/${encodeURIComponent(recipient)}`, JSON.stringify(closed)];
}

/** Removes from the ledger what ended long ago, unless an alert that it told is still open. */
export class Pruner {
  private next: Instant = -Infinity;

  constructor(
    private readonly on: {
      readonly ledger: Ledger;
      readonly clock: Clock;
      /** How long an ended delivery is kept. */
      readonly keep: () => Duration;
    },
  ) {}

  /** Looks once a day; `active` is asked before each write. Answers how many deliveries it removed. */
  async look(open: { has(alertId: string): boolean }, active: () => boolean): Promise<number> {
    const { ledger, clock, keep } = this.on;
    const now = clock.now();
    if (now < this.next) return 0;
    this.next = now + EVERY;
    const until = `${CLOSED}${iso(now - keep())}`;
    let gone: Row[][] = [];
    let removed = 0;
    const remove = async () => {
      if (gone.length > 0 && active()) {
        await ledger.write(gone.flat());
        removed += gone.length;
      }
      gone = [];
    };
    for await (const [key, value] of ledger.all(CLOSED)) {
      if (key >= until || !active()) break;
      const closed = JSON.parse(value) as Closed;
      if (!closed.alerts.some((alert) => open.has(alert))) gone.push(rowsOf(key, closed));
      if (gone.length === BATCH) await remove();
    }
    await remove();
    return removed;
  }
}

/** Every row of a delivery, and the one that noted its end. */
function rowsOf(key: string, { notice, recipient }: Closed): Row[] {
  return [...STAGES.map((stage): Row => [stageKey(notice, recipient, stage), null]), [key, null]];
}
