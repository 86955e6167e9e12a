import type { Transition } from '@barometer/alert';
import { iso, parseInstant, type Instant } from '@barometer/time';
import type { ReceiverDefinition, RouteDefinition } from '../definition.js';
import type { Notice } from '../message/message.js';
import type { Names } from '../words/names.js';
import { nextDaily } from './daily.js';
import type { KnownAlert, Placed } from './known.js';
import { heightOf, routingOf, type Routing } from './routes.js';
import { silencedBy } from './silence.js';
import { forget, knownOf, learn, linksOf, tell, type PlanState } from './state.js';
import { noticeId, type Links } from './thread.js';

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

function together(routings: readonly Routing[]): Routing {
  const now = [...new Set(routings.flatMap((one) => one.now))];
  const daily = new Map(routings.flatMap((one) => one.daily.map(({ receiver, at }) => [receiver, at] as const)));
  const not = [...new Set(routings.flatMap((one) => one.not))].filter(
    (name) => !now.includes(name) && !daily.has(name),
  );
  return { now, daily: [...daily].map(([receiver, at]) => ({ receiver, at })), not };
}

/** Rule name, then series. */
export function compare(a: Transition, b: Transition): number {
  if (a.rule !== b.rule) return a.rule < b.rule ? -1 : 1;
  return a.series < b.series ? -1 : 1;
}

function sayHeld(silence: { readonly by: string; readonly until: Instant; readonly reason: string }): string {
  return `silenced by ${silence.by} until ${iso(silence.until)}: ${silence.reason}`;
}
