import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';

/** A config file as read. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  /** The node each alias stands for. */
  readonly aliased: ReadonlyMap<unknown, unknown>;
}

/** Where a value stands: keys, and places in lists from 0. */
export type Path = readonly (string | number)[];

/** A stretch of the text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the key, or the value, at a path stands; of what is missing, where its nearest parent does. */
export function locate(source: Source, path: Path, part: 'key' | 'value', offset = 0): Range {
  let node: unknown = source.document.contents;
  let range: Range = { from: 0, to: 1 };
  for (const [index, step] of path.entries()) {
    const found = stepInto(resolve(node, source), step);
    if (!found) return range;
    const isLast = index === path.length - 1;
    range = rangeOf(isLast && part === 'value' && hasText(found.value) ? found.value : found.key) ?? range;
    node = found.value;
  }
  return offset === 0 ? range : within(node, range, offset, source);
}

function stepInto(node: unknown, step: string | number): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair && { key: pair.key, value: pair.value };
  }
  if (isSeq(node) && typeof step === 'number' && step in node.items) {
    return { key: node.items[step], value: node.items[step] };
  }
  return undefined;
}

function resolve(node: unknown, source: Source): unknown {
  return isAlias(node) ? source.aliased.get(node) : node;
}

/** Maps and lists over several lines are shown by their key. */
function hasText(node: unknown): boolean {
  if (isScalar(node)) return node.source !== '' && node.range != null;
  return isAlias(node) || ((isMap(node) || isSeq(node)) && node.flow === true);
}

/** The stretch of a node's own text. */
export function rangeOf(node: unknown): Range | undefined {
  const range = (node as Node | null)?.range;
  return range ? { from: range[0], to: range[1] } : undefined;
}

/** A place inside a scalar's text, where the scalar is written on one line and without escapes. */
function within(node: unknown, range: Range, offset: number, source: Source): Range {
  const text = source.text.slice(range.from, range.to);
  if (!isScalar(node) || text.includes('\n') || text.includes('\\')) return range;
  const quote = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? 1 : 0;
  return { from: Math.min(range.from + quote + offset, range.to - 1), to: range.to - quote };
}
