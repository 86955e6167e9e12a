import type { Instant } from '@barometer/time';
import type { Contribution } from '../kind.js';
import { compare } from '../timeline/range.js';
import type { Timeline } from '../timeline/timeline.js';

/** The key of contributions that respond to something; ids never look like it. */
export const RESPONDS = '→';

interface Link {
  readonly contribution: Contribution;
  readonly length: number;
  readonly before: Link | undefined;
}

/**
 * The longest path of links among contributions in (from, to], first incident first; of equals the one that ends last.
 * A link to a later incident is no link; where incidents of one instant respond to each other in a circle, the first of
 * them by ref begins.
 */
export function longestChain(timeline: Timeline, from: Instant, to: Instant): Contribution[] {
  const last = timeline.at(timeline.rank(to) - 1);
  if (!last || last.at <= from) return [];
  const search: Search = { timeline, from, links: new Map() };
  let best: Link = { contribution: last, length: 1, before: undefined };
  for (const group of byInstant(timeline.keyed(RESPONDS).range(from, to))) {
    for (const link of settle(search, group)) if (link.length >= Math.max(best.length, 2)) best = link;
  }
  const chain: Contribution[] = [];
  for (let link: Link | undefined = best; link; link = link.before) chain.push(link.contribution);
  return chain.reverse();
}

interface Search {
  readonly timeline: Timeline;
  readonly from: Instant;
  /** The longest path up to each contribution that responds, by ref. */
  readonly links: Map<string, Link>;
}

/** Works out the paths of the responses of one instant, those first on which others wait. */
function settle(search: Search, group: readonly Contribution[]): Link[] {
  const waiting = new Map(group.map((each) => [each.ref, targetsOf(search, each)]));
  while (waiting.size > 0) {
    const ready = group.filter(({ ref }) => waiting.get(ref)?.every((target) => !waiting.has(target.ref)));
    for (const each of ready.length > 0 ? ready : [firstOf(group, waiting)]) {
      search.links.set(
        each.ref,
        linkOf(
          search,
          each,
          waiting.get(each.ref)!.filter((target) => !waiting.has(target.ref)),
        ),
      );
    }
    for (const { ref } of group) if (search.links.has(ref)) waiting.delete(ref);
  }
  return group.map(({ ref }) => search.links.get(ref)!);
}

function firstOf(group: readonly Contribution[], waiting: ReadonlyMap<string, unknown>): Contribution {
  return group.find(({ ref }) => waiting.has(ref))!;
}

/** What a contribution responds to, in the window and not later than itself. */
function targetsOf({ timeline, from }: Search, { ref, at, responds = [] }: Contribution): Contribution[] {
  const targets: Contribution[] = [];
  for (const id of responds) {
    for (const target of timeline.keyed(id).range(from, at)) if (target.ref !== ref) targets.push(target);
  }
  return targets;
}

function linkOf({ links }: Search, contribution: Contribution, targets: readonly Contribution[]): Link {
  let before: Link | undefined;
  for (const target of targets) {
    const link = links.get(target.ref) ?? { contribution: target, length: 1, before: undefined };
    if (
      !before ||
      link.length > before.length ||
      (link.length === before.length && isLater(target, before.contribution))
    )
      before = link;
  }
  return { contribution, length: 1 + (before?.length ?? 0), before };
}

function isLater(a: Contribution, b: Contribution): boolean {
  return compare(a, b.at, b.ref) > 0;
}

function* byInstant(contributions: Iterable<Contribution>): Iterable<Contribution[]> {
  let group: Contribution[] = [];
  for (const each of contributions) {
    if (group[0] && group[0].at !== each.at) {
      yield group;
      group = [];
    }
    group.push(each);
  }
  if (group.length > 0) yield group;
}
