import { highestLevel, rankOf, type Transition, type TransitionKind } from '@barometer/alert';
import type { ReceiverDefinition, RouteDefinition } from '../definition.js';

const ALL_KINDS: readonly TransitionKind[] = ['raised', 'upgraded', 'updated', 'downgraded', 'resolved', 'withdrawn'];

/** Who gets a transition, by receiver name: at once, or in a daily digest at `HH:MM`. */
export interface Routing {
  readonly now: readonly string[];
  readonly daily: readonly { readonly receiver: string; readonly at: string }[];
  /** Receivers of the config that no route named for it. */
  readonly not: readonly string[];
}

/**
 * The rank a transition is routed by: the higher of the level now and the level before, so that an end goes where the alert went.
 * `peak` is the highest rank the alert ever stood at; an end and a withdrawal are routed by it.
 */
export function heightOf(transition: Transition, peak = -1): number {
  const height = rankOf(transition, highestLevel(transition));
  return transition.level === null ? Math.max(height, peak) : height;
}

/** Every receiver that some route names for the transition; a receiver told at once is not told again in a digest. */
export function routingOf(
  transition: Transition,
  height: number,
  policy: { readonly routes: readonly RouteDefinition[]; readonly receivers: readonly ReceiverDefinition[] },
): Routing {
  const known = new Set(policy.receivers.map(({ name }) => name));
  const matching = policy.routes.filter((route) => known.has(route.to) && takes(route, transition, height));
  const now = distinct(matching.filter((route) => route.send === 'now').map((route) => route.to));
  const daily = new Map<string, string>();
  for (const route of matching) {
    if (route.send === 'daily' && !now.includes(route.to) && !daily.has(route.to))
      daily.set(route.to, route.at ?? '07:00');
  }
  return {
    now,
    daily: [...daily].map(([receiver, at]) => ({ receiver, at })),
    not: [...known].filter((name) => !now.includes(name) && !daily.has(name)),
  };
}

/** Whether one route takes a transition of that height. */
export function takes(route: RouteDefinition, transition: Transition, height: number): boolean {
  if (!route.tell.includes(transition.transition)) return false;
  return concerns(route, transition, height);
}

/** Whether a route is about an alert of that height, whatever happened to it. */
export function concerns(route: RouteDefinition, transition: Transition, height: number): boolean {
  if (route.watches && !route.watches.includes(transition.watch)) return false;
  if (route.rules && !route.rules.includes(transition.rule)) return false;
  if (!tonesOf(route).includes(transition.tone)) return false;
  if (route.atLeast !== undefined && height < rankOf(transition, route.atLeast)) return false;
  return route.below === undefined || height < rankOf(transition, route.below);
}

/** The tones a route takes: one that names a least level or picks transitions pages people, and easing news never pages. */
export function tonesOf(route: RouteDefinition): readonly ('alarm' | 'easing')[] {
  if (route.tones) return route.tones;
  const pages = route.atLeast !== undefined || ALL_KINDS.some((kind) => !route.tell.includes(kind));
  return pages ? ['alarm'] : ['alarm', 'easing'];
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
