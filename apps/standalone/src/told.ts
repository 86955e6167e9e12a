import { rankOf, type AlertRecord, type Transition } from '@barometer/alert';
import { createGazetteer } from '@barometer/gazetteer';
import { kindOf } from '@barometer/indicator';
import { aboutOf, firstLine, type Names } from '@barometer/notice';
import type { Log } from '@barometer/store';

const BATCH = 1_000;

/** One alert as its reader came to know it. */
export interface ToldAlert {
  readonly first: Transition;
  readonly last: Transition;
  readonly highest: string;
  /** Transitions in all. */
  readonly told: number;
}

/** Every alert of what the log still holds, in order of raising. */
export async function toldAlerts(alerts: Log): Promise<ToldAlert[]> {
  const told = new Map<string, ToldAlert>();
  for (let next = await alerts.begin(); ;) {
    const records = await alerts.read(next, BATCH);
    if (records.length === 0) return [...told.values()];
    for (const { value } of records) {
      const { transition } = JSON.parse(value) as AlertRecord;
      const known = told.get(transition.alertId);
      // What was written twice was told once.
      if (transition.seq > (known?.last.seq ?? 0)) told.set(transition.alertId, extend(known, transition));
    }
    next = records.at(-1)!.offset + 1;
  }
}

function extend(known: ToldAlert | undefined, last: Transition): ToldAlert {
  const level = last.level ?? last.previous ?? '';
  if (!known) return { first: last, last, highest: level, told: 1 };
  const highest = rankOf(last, level) > rankOf(last, known.highest) ? level : known.highest;
  return { ...known, last, highest, told: known.told + 1 };
}

/** One line an alert: when, how high, what, how it went on. */
export function toldLine(alert: ToldAlert, names: Names = createGazetteer({})): string {
  const { first, last, highest, told } = alert;
  const how = firstLine(first, { names, kindOf }).replace(/^RAISED: /, '');
  const more = told > 2 ? `; ${told} messages` : '';
  const end = last.level === null ? `${last.transition} ${last.at.slice(0, 10)}` : 'still open';
  return `${first.at.slice(0, 10)}  ${highest.toUpperCase().padEnd(8)}  ${aboutOf(first, names)}: ${how} (${end}${more})`;
}

/** A transition as it comes out live: one line. */
export function liveLine(transition: Transition, names: Names = createGazetteer({})): string {
  const level = (transition.level ?? transition.previous ?? '').toUpperCase();
  return `${transition.at.slice(0, 16).replace('T', ' ')}  ${level.padEnd(8)}  ${aboutOf(transition, names)}: ${firstLine(transition, { names, kindOf })}`;
}
