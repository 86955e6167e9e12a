import { rankOf } from '@barometer/alert';
import type { Act, ActEntry } from '@barometer/journal';
import { iso, type Instant } from '@barometer/time';
import type { Notice } from '../message/message.js';
import type { Names } from '../words/names.js';
import { aboutOf } from '../words/subject.js';
import type { KnownAlert, Placed } from './known.js';
import { matches, type ActiveSilence } from './silence.js';
import type { Links, Root } from './thread.js';

/** Transitions waiting for a receiver's next daily digest. */
export interface PendingDigest {
  readonly due: Instant;
  readonly items: readonly Placed[];
}

/** What planning remembers: open alerts, silences, unsent digests. */
export interface PlanState {
  readonly alerts: Map<string, KnownAlert>;
  readonly silences: Map<string, ActiveSilence>;
  readonly digests: Map<string, PendingDigest>;
  /** Ids of alerts changed since the caller last cleared it. */
  readonly touched: Set<string>;
}

/** A plan that knows nothing yet. */
export function newPlan(): PlanState {
  return { alerts: new Map(), silences: new Map(), digests: new Map(), touched: new Set() };
}

/** Takes an operator's act into account; acts are taken in journal order, up to the place of the transition planned next. */
export function takeAct(state: PlanState, entry: ActEntry): void {
  const { act } = entry;
  if (act.kind === 'silence') setSilence(state, act);
  else if (act.kind === 'end silence') state.silences.delete(act.id);
  else acknowledge(state, act, entry.wall);
}

function setSilence(state: PlanState, silence: Extract<Act, { kind: 'silence' }>): void {
  const held: Record<string, number> = {};
  for (const { last } of state.alerts.values()) {
    if (matches(silence.matchers, last.transition))
      held[last.transition.alertId] = rankOf(last.transition, last.transition.level);
  }
  state.silences.set(silence.id, { silence, base: Math.max(-1, ...Object.values(held)), held, through: [] });
}

function acknowledge(state: PlanState, act: Extract<Act, { kind: 'acknowledge' }>, wall: Instant): void {
  const known = state.alerts.get(act.alertId);
  if (!known) return;
  const ack = { by: act.by, at: iso(wall), ...(act.note === undefined ? {} : { note: act.note }) };
  put(state, act.alertId, { ...known, ack });
}

/** Takes a transition into account. */
export function learn(state: PlanState, placed: Placed, names: Names): void {
  const { transition } = placed;
  const known = state.alerts.get(transition.alertId);
  const sameLevel =
    known !== undefined && (transition.level === null || known.last.transition.level === transition.level);
  put(state, transition.alertId, {
    last: placed,
    peak: Math.max(known?.peak ?? -1, rankOf(transition, transition.level)),
    levelSince: sameLevel ? known.levelSince : transition.at,
    about: sameLevel ? known.about : aboutOf(transition, names),
    revisions: Object.fromEntries(
      transition.evidence.map(({ dataset, recordId, revision }) => [`${dataset}/${recordId}`, revision]),
    ),
    roots: known?.roots ?? {},
    withheld: known?.withheld ?? [],
    ...(known?.ack ? { ack: known.ack } : {}),
  });
}

/** Notes on an alert that its receiver was told of it, or why not. */
export function tell(
  state: PlanState,
  alertId: string,
  notice: Notice,
  how: { domain: string; withheld?: string | undefined },
): void {
  const known = state.alerts.get(alertId);
  if (!known) return;
  const { receiver } = notice;
  if (how.withheld !== undefined) {
    const withheld = how.withheld === 'history' ? known.withheld : [...new Set([...known.withheld, receiver])];
    return put(state, alertId, { ...known, withheld });
  }
  const roots = known.roots[receiver]
    ? known.roots
    : { ...known.roots, [receiver]: { notice: notice.id, domain: how.domain } };
  put(state, alertId, { ...known, roots, withheld: known.withheld.filter((name) => name !== receiver) });
}

/** The thread of the highest alert, and the first notices of the others. */
export function linksOf(state: PlanState, { receiver, transitions }: Notice): Links {
  const roots = transitions.map(({ alertId }) => state.alerts.get(alertId)?.roots[receiver]);
  const [root] = roots;
  const others = roots.slice(1).filter((one): one is Root => one !== undefined && one.notice !== root?.notice);
  return { ...(root ? { root } : {}), others };
}

/** The known alerts of some transitions, by id. */
export function knownOf(state: PlanState, placed: readonly Placed[]): Map<string, KnownAlert> {
  const known = new Map<string, KnownAlert>();
  for (const { transition } of placed) {
    const alert = state.alerts.get(transition.alertId);
    if (alert) known.set(transition.alertId, alert);
  }
  return known;
}

function put(state: PlanState, alertId: string, known: KnownAlert): void {
  state.alerts.set(alertId, known);
  state.touched.add(alertId);
}

/** Drops an alert that has ended. */
export function forget(state: PlanState, alertId: string): void {
  state.alerts.delete(alertId);
  state.touched.add(alertId);
}
