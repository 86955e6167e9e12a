import { decodeEntry, type Acknowledge, type ActEntry, type Matchers, type Silence } from '@barometer/journal';
import type { Log } from '@barometer/store';
import type { Instant } from '@barometer/time';
import { createTail } from './tail.js';

/** An acknowledgement and when the operator gave it. */
export interface Acknowledged extends Acknowledge {
  readonly wall: Instant;
}

/** A silence as it stands: `endedAt` where somebody ended it early. */
export interface StandingSilence extends Silence {
  readonly wall: Instant;
  readonly endedAt?: Instant;
  readonly endedBy?: string;
}

/** Every operator act of the journal. */
export interface ActList {
  catchUp(): Promise<void>;
  acknowledgements(alertId?: string): readonly Acknowledged[];
  silences(): readonly StandingSilence[];
}

/** The acts of a journal, read to its end by `catchUp`. */
export function createActList(journal: Log): ActList {
  const acknowledged: Acknowledged[] = [];
  const silences = new Map<string, StandingSilence>();
  const take = ({ wall, act }: ActEntry) => {
    if (act.kind === 'acknowledge') acknowledged.push({ ...act, wall });
    else if (act.kind === 'silence') silences.set(act.id, { ...act, wall });
    else {
      const silence = silences.get(act.id);
      if (silence && silence.endedAt === undefined)
        silences.set(act.id, { ...silence, endedAt: wall, endedBy: act.by });
    }
  };
  const tail = createTail(journal, ({ value }) => {
    // Most of a journal is reports: only what can be an act is decoded.
    if (!value.includes('"act"')) return;
    const entry = decodeEntry(value);
    if (entry.type === 'act') take(entry);
  });
  return {
    catchUp: () => tail.catchUp(),
    acknowledgements: (alertId) => acknowledged.filter((act) => alertId === undefined || act.alertId === alertId),
    silences: () => [...silences.values()],
  };
}

/** Whether a silence holds now, by wall time. */
export function isStanding(silence: StandingSilence, wall: Instant): boolean {
  return silence.endedAt === undefined && silence.from <= wall && wall < silence.until;
}

/** Whether every matcher names the alert's value. */
export function matches(matchers: Matchers, alert: Readonly<Record<string, string | null>>): boolean {
  return Object.entries(matchers).every(([field, values]) => values.includes(alert[field] ?? ''));
}
