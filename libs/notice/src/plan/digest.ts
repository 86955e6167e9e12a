import { iso, type Instant } from '@barometer/time';
import type { Placed } from './known.js';
import type { Notice } from '../message/message.js';
import { finish, type PlannedNotice, type Policy } from './plan.js';
import type { PendingDigest, PlanState } from './state.js';
import { noticeId } from './thread.js';

/** Digests whose hour has come at `now`; one whose transitions are all history is history itself. */
export function digestsDue(state: PlanState, now: Instant, policy: Policy): PlannedNotice[] {
  const due = [...state.digests].filter(([, digest]) => digest.due <= now);
  due.sort(([a, x], [b, y]) => x.due - y.due || (a < b ? -1 : 1));
  return due.map(([receiver, digest]) => {
    state.digests.delete(receiver);
    return planDigest(state, digest, receiver, policy);
  });
}

function planDigest(state: PlanState, digest: PendingDigest, receiver: string, policy: Policy): PlannedNotice {
  const history = digest.items.every(({ transition }) => transition.history);
  const base = { receiver, watch: oneWatch(digest.items), kind: 'daily' as const };
  const notice: Notice = {
    ...base,
    id: noticeId({ ...base, cause: iso(digest.due), alerts: [] }),
    transitions: digest.items.map(({ transition }) => transition),
    history,
    at: digest.due,
  };
  const withheld = history && !policy.takesHistory(receiver) ? 'history' : undefined;
  const routing = { now: [], daily: [], not: [] };
  return finish(state, { notice, mine: digest.items, routing, policy, before: new Map(), withheld, alone: true });
}

/** When the next digest is due; `Infinity` with none waiting. */
export function nextDigest(state: PlanState): Instant {
  return Math.min(Infinity, ...[...state.digests.values()].map(({ due }) => due));
}

/** The watch of transitions of one watch; `several watches` otherwise. */
export function oneWatch(placed: readonly Placed[]): string {
  const watches = new Set(placed.map(({ transition }) => transition.watch));
  return watches.size === 1 ? [...watches][0]! : 'several watches';
}
