import type { AlertRecord, Transition } from '@barometer/alert';
import type { Log } from '@barometer/store';
import type { Instant } from '@barometer/time';
import { createTail } from './tail.js';

/** One alert's transitions up to an instant, oldest first; the last says how it stands. */
export interface AlertHistory {
  readonly alertId: string;
  readonly transitions: readonly Transition[];
  readonly last: Transition;
}

/** The alert log as pages read it: every transition by alert, as it came out. */
export interface Alerts {
  catchUp(): Promise<void>;
  /** As known at an instant; `undefined` where it was not raised yet. */
  one(alertId: string, at: Instant): AlertHistory | undefined;
  /** All alerts raised by then, the latest moved first. */
  all(at: Instant): readonly AlertHistory[];
  /** The transitions of one series up to an instant, oldest first. */
  ofSeries(
    name: { readonly watch: string; readonly rule: string; readonly series: string },
    at: Instant,
  ): readonly Transition[];
  /** Alerts whose evidence ever named the incident. */
  naming(incidentId: string, at: Instant): readonly AlertHistory[];
}

/** An alert log, read to its end by `catchUp`; a repeated transition counts once. */
export function createAlerts(log: Log): Alerts {
  const byId = new Map<string, Transition[]>();
  const seen = new Map<string, number>();
  const tail = createTail(log, ({ value }) => {
    const { transition } = JSON.parse(value) as AlertRecord;
    if (transition.watchSeq <= (seen.get(transition.watch) ?? 0)) return;
    seen.set(transition.watch, transition.watchSeq);
    const list = byId.get(transition.alertId);
    if (list) list.push(transition);
    else byId.set(transition.alertId, [transition]);
  });
  const upTo = (alertId: string, list: readonly Transition[], at: Instant): AlertHistory | undefined => {
    const transitions = list.filter((transition) => Date.parse(transition.at) <= at);
    const last = transitions.at(-1);
    return last && { alertId, transitions, last };
  };
  const all = (at: Instant) =>
    [...byId]
      .flatMap(([alertId, list]) => upTo(alertId, list, at) ?? [])
      .sort((a, b) => (a.last.at < b.last.at ? 1 : a.last.at > b.last.at ? -1 : a.alertId < b.alertId ? -1 : 1));
  return {
    catchUp: () => tail.catchUp(),
    one: (alertId, at) => upTo(alertId, byId.get(alertId) ?? [], at),
    all,
    ofSeries: ({ watch, rule, series }, at) =>
      [...byId.values()]
        .filter(([first]) => first!.watch === watch && first!.rule === rule && first!.series === series)
        .flat()
        .filter((transition) => Date.parse(transition.at) <= at)
        .sort((a, b) => a.watchSeq - b.watchSeq),
    naming: (incidentId, at) =>
      all(at).filter(({ transitions }) =>
        transitions.some(({ evidence }) => evidence.some((item) => item.incidentId === incidentId)),
      ),
  };
}
