import type { Instant } from '@barometer/time';
import type { Contribution } from '../kind.js';
import { compare } from './range.js';
import type { Measure } from './timeline.js';

const WIDTH = 64;

/** A node of a B+ tree over contributions in order: a leaf has `items` and `times`, a branch has `children`, never both. */
export interface Node {
  readonly items: Contribution[] | undefined;
  /** The items' times: a search through them stays within a few lines of memory. */
  readonly times: Instant[] | undefined;
  readonly children: Node[] | undefined;
  size: number;
  /** The first contribution below; undefined only in an empty root. */
  low: Contribution | undefined;
  /** The greatest value below, -Infinity if none is known. */
  most: number;
  /** The last measure asked for, summed over the whole node. */
  memo: { readonly measure: Measure<unknown>; readonly sum: unknown } | undefined;
}

/** A node with nothing in it. */
export function emptyLeaf(): Node {
  return newNode([], [], undefined);
}

function newNode(items: Node['items'], times: Node['times'], children: Node['children']): Node {
  return { items, times, children, size: 0, low: undefined, most: -Infinity, memo: undefined };
}

/** A branch over one or more nodes in order. */
export function branchOf(children: Node[]): Node {
  const node = newNode(undefined, undefined, children);
  resume(node);
  return node;
}

/** Puts what comes last below the node, without a look at what is there; answers as `insertInto` does. */
export function appendTo(node: Node, contribution: Contribution): Node | undefined {
  node.size++;
  node.memo = undefined;
  if (contribution.value !== undefined && contribution.value > node.most) node.most = contribution.value;
  node.low ??= contribution;
  if (node.items) {
    node.items.push(contribution);
    node.times!.push(contribution.at);
    return node.items.length > WIDTH ? splitLeaf(node, node.items, true) : undefined;
  }
  const children = node.children!;
  const neighbour = appendTo(children[children.length - 1]!, contribution);
  if (!neighbour) return undefined;
  children.push(neighbour);
  return children.length > WIDTH ? splitBranch(node, children, true) : undefined;
}

/** Inserts below the node; answers the new right neighbour where the node had to split. */
export function insertInto(node: Node, contribution: Contribution): Node | undefined {
  node.size++;
  node.memo = undefined;
  if (contribution.value !== undefined && contribution.value > node.most) node.most = contribution.value;
  if (!node.low || compare(node.low, contribution.at, contribution.ref) > 0) node.low = contribution;
  if (node.items) {
    const place = placeOf(node.items, contribution.at, contribution.ref);
    put(node.items, place, contribution);
    put(node.times!, place, contribution.at);
    return node.items.length > WIDTH ? splitLeaf(node, node.items, place === WIDTH) : undefined;
  }
  const children = node.children!;
  const index = childOf(children, contribution.at, contribution.ref);
  const neighbour = insertInto(children[index]!, contribution);
  if (neighbour) children.splice(index + 1, 0, neighbour);
  return children.length > WIDTH ? splitBranch(node, children, index + 1 === WIDTH) : undefined;
}

/** Removes below the node; answers what was removed. Nodes that become empty are dropped. */
export function removeFrom(node: Node, ref: string, at: Instant): Contribution | undefined {
  const removed = node.items ? removeItem(node, ref, at) : removeBelow(node.children!, ref, at);
  if (!removed) return undefined;
  node.memo = undefined;
  if (removed === node.low || removed.value === node.most) resume(node);
  else node.size--;
  return removed;
}

/** Most comes last: only the rest is worth moving what follows. */
function put<T>(list: T[], place: number, value: T): void {
  if (place === list.length) list.push(value);
  else list.splice(place, 0, value);
}

function removeItem({ items, times }: Node, ref: string, at: Instant): Contribution | undefined {
  const place = placeOf(items!, at, ref);
  const found = items![place];
  if (found?.at !== at || found.ref !== ref) return undefined;
  items!.splice(place, 1);
  times!.splice(place, 1);
  return found;
}

function removeBelow(children: Node[], ref: string, at: Instant): Contribution | undefined {
  const index = childOf(children, at, ref);
  const removed = removeFrom(children[index]!, ref, at);
  if (children[index]!.size === 0) children.splice(index, 1);
  return removed;
}

/** Splits off the right half, or only the last item after an append, so that growing in order fills its leaves. */
function splitLeaf(node: Node, items: Contribution[], appended: boolean): Node {
  const from = appended ? WIDTH : WIDTH / 2;
  const right = newNode(items.splice(from), node.times!.splice(from), undefined);
  resume(right);
  resume(node);
  return right;
}

function splitBranch(node: Node, children: Node[], appended: boolean): Node {
  const right = branchOf(children.splice(appended ? WIDTH : WIDTH / 2));
  resume(node);
  return right;
}

/** Works out size, first and greatest again from the next level. */
function resume(node: Node): void {
  node.memo = undefined;
  node.most = -Infinity;
  if (node.items) {
    node.size = node.items.length;
    node.low = node.items[0];
    for (const { value } of node.items) if (value !== undefined && value > node.most) node.most = value;
    return;
  }
  node.size = 0;
  node.low = node.children![0]?.low;
  for (const child of node.children!) {
    node.size += child.size;
    if (child.most > node.most) node.most = child.most;
  }
}

/** The first place whose item is not before (at, ref). */
function placeOf(items: readonly Contribution[], at: Instant, ref: string): number {
  let low = 0;
  let high = items.length;
  if (high > 0 && compare(items[high - 1]!, at, ref) < 0) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(items[middle]!, at, ref) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last child that begins at or before (at, ref), the first if none does. */
function childOf(children: readonly Node[], at: Instant, ref: string): number {
  let low = 0;
  let high = children.length - 1;
  if (compare(children[high]!.low!, at, ref) <= 0) return high;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (compare(children[middle]!.low!, at, ref) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}
