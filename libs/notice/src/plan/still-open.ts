import { rankOf, type Transition } from '@barometer/alert';
import type { Instant } from '@barometer/time';
import type { Notice } from '../message/message.js';
import { oneWatch } from './digest.js';
import { compare, finish, type PlannedNotice, type Policy } from './plan.js';
import { knownOf, type PlanState } from './state.js';
import { concerns, heightOf } from './routes.js';
import { matches } from './silence.js';
import { noticeId } from './thread.js';

/** What is still open when history ends: one notice a receiver, of the open alerts its routes are about. */
export function stillOpen(state: PlanState, at: Instant, policy: Policy): PlannedNotice[] {
  return policy.receivers.flatMap(({ name }) =>
    planOpen(state, { receiver: name, at, cause: 'first live entry', policy }),
  );
}

/** Takes silences away whose end has come, and tells receivers of the open alerts that were held from them. */
export function endSilences(state: PlanState, now: Instant, policy: Policy): PlannedNotice[] {
  for (const [id, { silence }] of state.silences) if (silence.until <= now) state.silences.delete(id);
  const freed = new Set<string>();
  for (const { last, withheld } of state.alerts.values()) {
    const held = [...state.silences.values()].some(({ silence }) => matches(silence.matchers, last.transition));
    if (withheld.length > 0 && !held) freed.add(last.transition.alertId);
  }
  if (freed.size === 0) return [];
  const cause = `silence ended ${[...freed].map((id) => `${id}.${state.alerts.get(id)?.last.transition.seq}`).join(' ')}`;
  return policy.receivers.flatMap(({ name }) =>
    planOpen(state, { receiver: name, at: now, cause, policy, only: freed }),
  );
}

/** When the next silence ends; `Infinity` with none set. */
export function nextSilenceEnd(state: PlanState): Instant {
  return Math.min(Infinity, ...[...state.silences.values()].map(({ silence }) => silence.until));
}

function planOpen(
  state: PlanState,
  about: { receiver: string; at: Instant; cause: string; policy: Policy; only?: ReadonlySet<string> },
): PlannedNotice[] {
  const { receiver, policy } = about;
  const known = [...state.alerts.values()].filter(({ last, peak, withheld }) => {
    const { transition } = last;
    if (about.only && !(about.only.has(transition.alertId) && withheld.includes(receiver))) return false;
    return policy.routes.some(
      (route) => route.to === receiver && concerns(route, transition, heightOf(transition, peak)),
    );
  });
  known.sort((a, b) => compareOpen(a.last.transition, b.last.transition));
  const mine = known.map(({ last }) => last);
  if (mine.length === 0) return [];
  const base = { receiver, watch: oneWatch(mine), kind: 'still open' as const };
  const notice: Notice = {
    ...base,
    id: noticeId({ ...base, cause: about.cause, alerts: [] }),
    transitions: mine.map(({ transition }) => transition),
    history: false,
    at: about.at,
  };
  const routing = { now: [receiver], daily: [], not: [] };
  return [finish(state, { notice, mine, routing, policy, before: knownOf(state, mine) })];
}

function compareOpen(a: Transition, b: Transition): number {
  return rankOf(b, b.level) - rankOf(a, a.level) || compare(a, b);
}
