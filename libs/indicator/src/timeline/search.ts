import type { Instant } from '@barometer/time';
import type { Contribution } from '../kind.js';
import type { Node } from './node.js';
import type { Measure } from './timeline.js';

/** The contribution at a place within the node. */
export function itemAt(node: Node, place: number): Contribution | undefined {
  if (place < 0 || place >= node.size) return undefined;
  while (node.children) {
    let index = 0;
    while (place >= node.children[index]!.size) place -= node.children[index++]!.size;
    node = node.children[index]!;
  }
  return node.items![place];
}

/** How many items of a leaf lie at or before the instant. */
export function rankInLeaf({ times }: Node, at: Instant): number {
  return countUpTo(times!, at);
}

/** A leaf and how many items lie before it. */
interface Cursor {
  leaf: Node;
  before: number;
}

/** How many leaves are remembered: one for each of some windows that end at the same time. */
const MOST_CURSORS = 4;

/** The leaves that questions were last about: most questions in a row are about the same few. */
export class Cursors {
  readonly #cursors: Cursor[] = [];
  #next = 0;

  /** How many items below the root lie at or before the instant. */
  rank(root: Node, at: Instant): number {
    const { leaf, before } = this.#holding(at) ?? this.#moveTo(root, at);
    return before + rankInLeaf(leaf, at);
  }

  /** The item at a place, where it is in one of the leaves. */
  at(place: number): Contribution | undefined {
    for (const { leaf, before } of this.#cursors) {
      if (place >= before && place < before + leaf.size) return leaf.items![place - before];
    }
    return undefined;
  }

  /** The leaf that the instant lies within: after its first item, before its last. */
  #holding(at: Instant): Cursor | undefined {
    for (const cursor of this.#cursors) {
      const { times, size } = cursor.leaf;
      if (times![0]! <= at && times![size - 1]! > at) return cursor;
    }
    return undefined;
  }

  /** Remembers the leaf in which the instant's rank is decided in place of the one remembered for longest. */
  #moveTo(root: Node, at: Instant): Cursor {
    const cursor = (this.#cursors[this.#next] ??= { leaf: root, before: 0 });
    this.#next = (this.#next + 1) % MOST_CURSORS;
    cursor.before = 0;
    let node = root;
    while (node.children) {
      const index = lastBeginning(node.children, at);
      for (let i = 0; i < index; i++) cursor.before += node.children[i]!.size;
      node = node.children[index]!;
    }
    cursor.leaf = node;
    return cursor;
  }
}

/** The greatest value in places [low, high); -Infinity if none is known. */
export function mostIn(node: Node, low: number, high: number): number {
  if (low <= 0 && high >= node.size) return node.most;
  let most = -Infinity;
  if (node.items) {
    for (let i = Math.max(low, 0); i < Math.min(high, node.size); i++)
      most = Math.max(most, node.items[i]!.value ?? most);
    return most;
  }
  let start = 0;
  for (const child of node.children!) {
    if (start >= high) break;
    if (start + child.size > low) most = Math.max(most, mostIn(child, low - start, high - start));
    start += child.size;
  }
  return most;
}

/** The last place before `high` with a value of at least `floor`; -1 if there is none. */
export function lastPlace(node: Node, floor: number, high: number): number {
  if (high <= 0 || node.most < floor) return -1;
  if (node.items) {
    for (let i = Math.min(high, node.size) - 1; i >= 0; i--) if (isAtLeast(node.items[i]!, floor)) return i;
    return -1;
  }
  let start = node.size;
  for (let i = node.children!.length - 1; i >= 0; i--) {
    const child = node.children![i]!;
    start -= child.size;
    const place = lastPlace(child, floor, high - start);
    if (place >= 0) return start + place;
  }
  return -1;
}

/** The first place from `low` on with a value of at least `floor`; -1 if there is none. */
export function firstPlace(node: Node, floor: number, low: number): number {
  if (low >= node.size || node.most < floor) return -1;
  if (node.items) {
    for (let i = Math.max(low, 0); i < node.size; i++) if (isAtLeast(node.items[i]!, floor)) return i;
    return -1;
  }
  let start = 0;
  for (const child of node.children!) {
    const place = firstPlace(child, floor, low - start);
    if (place >= 0) return start + place;
    start += child.size;
  }
  return -1;
}

/** The sum of a measure over places [low, high); sums of whole nodes are remembered in them. */
export function totalOf<T>(node: Node, measure: Measure<T>, low: number, high: number): T {
  const whole = low <= 0 && high >= node.size;
  if (whole && node.memo?.measure === measure) return node.memo.sum as T;
  let sum = measure.zero;
  if (node.items) {
    for (let i = Math.max(low, 0); i < Math.min(high, node.size); i++)
      sum = measure.plus(sum, measure.of(node.items[i]!));
  } else {
    let start = 0;
    for (const child of node.children!) {
      if (start >= high) break;
      if (start + child.size > low) sum = measure.plus(sum, totalOf(child, measure, low - start, high - start));
      start += child.size;
    }
  }
  if (whole) node.memo = { measure, sum };
  return sum;
}

function isAtLeast(contribution: Contribution, floor: number): boolean {
  return contribution.value !== undefined && contribution.value >= floor;
}

/** The last child that begins at or before the instant, the first if none does. */
function lastBeginning(children: readonly Node[], at: Instant): number {
  let low = 0;
  let high = children.length - 1;
  if (children[high]!.low!.at <= at) return high;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (children[middle]!.low!.at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function countUpTo(times: readonly Instant[], at: Instant): number {
  let low = 0;
  let high = times.length;
  if (high === 0 || times[high - 1]! <= at) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
