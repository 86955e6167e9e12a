import type { AlertRecord, Transition } from '@barometer/alert';
import type { Log } from '@barometer/store';
import { parseInstant, type Instant } from '@barometer/time';
import type { ChainEnd } from './seal.js';

const BATCH = 1_000;

/** What the alert log says was told: where each watch's chain stands and which alerts are open. */
export interface Told {
  /** The greatest journal place at which anything came out; -1 while nothing did. */
  readonly place: number;
  /** When the last of it came out. */
  readonly at: Instant;
  readonly ends: ReadonlyMap<string, ChainEnd>;
  /** The last transition of each open alert, by `toldKey`. */
  readonly open: ReadonlyMap<string, Transition>;
}

/** Names the series of an alert among all watches. */
export function toldKey({ watch, rule, series }: Pick<Transition, 'watch' | 'rule' | 'series'>): string {
  return JSON.stringify([watch, rule, series]);
}

/** Reads what was told from the whole alert log, repeats dropped. */
export async function readTold(alerts: Log): Promise<Told> {
  const ends = new Map<string, ChainEnd>();
  const open = new Map<string, Transition>();
  let [place, at] = [-1, -Infinity];
  for (let next = await alerts.begin(); ;) {
    const records = await alerts.read(next, BATCH);
    if (records.length === 0) return { place, at, ends, open };
    for (const { value } of records) {
      const record = JSON.parse(value) as AlertRecord;
      place = Math.max(place, record.place);
      at = Math.max(at, parseInstant(record.transition.at).at);
      takeTold(record.transition, ends, open);
    }
    next = records.at(-1)!.offset + 1;
  }
}

function takeTold(transition: Transition, ends: Map<string, ChainEnd>, open: Map<string, Transition>): void {
  const { watch, watchSeq, hash, level } = transition;
  if (watchSeq <= (ends.get(watch)?.watchSeq ?? 0)) return;
  ends.set(watch, { watchSeq, hash });
  if (level === null) open.delete(toldKey(transition));
  else open.set(toldKey(transition), transition);
}
