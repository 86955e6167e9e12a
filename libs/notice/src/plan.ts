import { rankOf, type Transition } from '@barometer/alert';
import type { Act, ActEntry } from '@barometer/journal';
import { iso, parseInstant, type Instant } from '@barometer/time';
import type { ReceiverDefinition, RouteDefinition } from './definition.js';
import { nextDaily } from './digest.js';
import type { KnownAlert, Placed } from './known.js';
import type { Notice } from './message.js';
import { heightOf, routingOf, type Routing } from './routes.js';
import { matches, silencedBy, type ActiveSilence } from './silence.js';
import { noticeId, type Links, type Root } from './thread.js';
import type { Names } from './words/names.js';
import { aboutOf } from './words/subject.js';

/** What planning goes by; none of it is in the journal. */
export interface Policy {
  readonly routes: readonly RouteDefinition[];
  readonly receivers: readonly ReceiverDefinition[];
  readonly timezone: string;
  readonly names: Names;
  /** Domain of Message-IDs. */
  readonly domain: string;
  /** Whether a receiver's channel takes history, as only the outbox does. */
  readonly takesHistory: (receiver: string) => boolean;
}

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

/** One receiver's notice, with all that composing and threading need. */
export interface PlannedNotice {
  readonly notice: Notice;
  /** Offsets of its transitions in the log `alerts`. */
  readonly offsets: readonly number[];
  readonly links: Links;
  readonly routing: Routing;
  /** The alerts as known with this notice, by id. */
  readonly known: ReadonlyMap<string, KnownAlert>;
  /** The alerts as known before it. */
  readonly before: ReadonlyMap<string, KnownAlert>;
  /** Why it is not sent: `history`, or the silence that holds it. */
  readonly withheld?: string;
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

/** Plans a complete group: transitions of one watch with one cause are one notice a receiver, named by the highest level, ties by rule name. */
export function planGroup(state: PlanState, group: readonly Placed[], policy: Policy): PlannedNotice[] {
  const before = knownOf(state, group);
  const routed = group.map((placed) => {
    const { transition } = placed;
    const height = heightOf(transition, before.get(transition.alertId)?.peak);
    return { placed, height, routing: routingOf(transition, height, policy) };
  });
  routed.sort((a, b) => b.height - a.height || compare(a.placed.transition, b.placed.transition));
  for (const { placed } of routed) learn(state, placed, policy.names);
  const notices = planReceivers(state, routed, { policy, before });
  for (const { placed } of routed) if (placed.transition.level === null) forget(state, placed.transition.alertId);
  return notices;
}

interface Routed {
  readonly placed: Placed;
  readonly routing: Routing;
}

function planReceivers(
  state: PlanState,
  routed: readonly Routed[],
  context: { policy: Policy; before: ReadonlyMap<string, KnownAlert> },
): PlannedNotice[] {
  const routing = together(routed.map((one) => one.routing));
  const open: Routed[] = [];
  const silenced = new Map<string, Routed[]>();
  for (const one of routed) {
    const silence = silencedBy(state.silences.values(), one.placed.transition);
    if (!silence) open.push(one);
    else silenced.set(sayHeld(silence), [...(silenced.get(sayHeld(silence)) ?? []), one]);
  }
  const notices: PlannedNotice[] = [];
  for (const receiver of routing.now) {
    const about = { receiver, routing, ...context };
    notices.push(...planOne(state, open, about));
    for (const [withheld, held] of silenced) notices.push(...planOne(state, held, { ...about, withheld }));
  }
  for (const { receiver, at } of routing.daily) keep(state, routed, { receiver, at, zone: context.policy.timezone });
  return notices;
}

function planOne(
  state: PlanState,
  routed: readonly Routed[],
  about: {
    receiver: string;
    routing: Routing;
    policy: Policy;
    before: ReadonlyMap<string, KnownAlert>;
    withheld?: string;
  },
): PlannedNotice[] {
  const mine = routed.filter(({ routing }) => routing.now.includes(about.receiver)).map(({ placed }) => placed);
  const [first] = mine;
  if (!first) return [];
  const { watch, cause, history, at } = first.transition;
  const alerts = mine.map(({ transition }) => `${transition.alertId}.${transition.seq}`);
  const base = { receiver: about.receiver, watch, kind: 'alert' as const };
  const notice: Notice = {
    ...base,
    id: noticeId({ ...base, cause, alerts }),
    transitions: mine.map(({ transition }) => transition),
    history,
    at: parseInstant(at).at,
  };
  const unsent = history && !about.policy.takesHistory(about.receiver) ? 'history' : undefined;
  return [finish(state, { notice, mine, ...about, withheld: about.withheld ?? unsent })];
}

/** Threads a notice and notes on its alerts that their receiver was told, or why not. */
export function finish(
  state: PlanState,
  draft: {
    notice: Notice;
    mine: readonly Placed[];
    routing: Routing;
    policy: Policy;
    before: ReadonlyMap<string, KnownAlert>;
    withheld?: string | undefined;
    alone?: boolean;
  },
): PlannedNotice {
  const { notice, mine, withheld } = draft;
  const links = draft.alone ? { others: [] } : linksOf(state, notice);
  for (const { transition } of mine) tell(state, transition.alertId, notice, { domain: draft.policy.domain, withheld });
  return {
    notice,
    offsets: mine.map(({ offset }) => offset),
    links,
    routing: draft.routing,
    known: knownOf(state, mine),
    before: draft.before,
    ...(withheld === undefined ? {} : { withheld }),
  };
}

function keep(state: PlanState, routed: readonly Routed[], to: { receiver: string; at: string; zone: string }): void {
  const mine = routed.filter(({ routing }) => routing.daily.some(({ receiver }) => receiver === to.receiver));
  const [first] = mine;
  if (!first) return;
  const waiting = state.digests.get(to.receiver);
  const due = waiting?.due ?? nextDaily(parseInstant(first.placed.transition.at).at, to.at, to.zone);
  state.digests.set(to.receiver, { due, items: [...(waiting?.items ?? []), ...mine.map(({ placed }) => placed)] });
}

function learn(state: PlanState, placed: Placed, names: Names): void {
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

function tell(
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
function linksOf(state: PlanState, { receiver, transitions }: Notice): Links {
  const roots = transitions.map(({ alertId }) => state.alerts.get(alertId)?.roots[receiver]);
  const [root] = roots;
  const others = roots.slice(1).filter((one): one is Root => one !== undefined && one.notice !== root?.notice);
  return { ...(root ? { root } : {}), others };
}

function together(routings: readonly Routing[]): Routing {
  const now = [...new Set(routings.flatMap((one) => one.now))];
  const daily = new Map(routings.flatMap((one) => one.daily.map(({ receiver, at }) => [receiver, at] as const)));
  const not = [...new Set(routings.flatMap((one) => one.not))].filter(
    (name) => !now.includes(name) && !daily.has(name),
  );
  return { now, daily: [...daily].map(([receiver, at]) => ({ receiver, at })), not };
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

function forget(state: PlanState, alertId: string): void {
  state.alerts.delete(alertId);
  state.touched.add(alertId);
}

/** Rule name, then series. */
export function compare(a: Transition, b: Transition): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  return a.series < b.series ? -1 : 1;
}

function sayHeld(silence: { readonly by: string; readonly until: Instant; readonly reason: string }): string {
  return `silenced by ${silence.by} until ${iso(silence.until)}: ${silence.reason}`;
}
