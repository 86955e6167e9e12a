import { Document, LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Pair } from 'yaml';
import type { Source } from './locate.js';
import type { Report } from './report.js';

/** The largest config that is read. */
export const LARGEST = 1024 * 1024;
const MOST_NODES = 50_000;
const DEEPEST = 40;

/** Plain data of a YAML 1.2 document; maps have no prototype. `undefined` where it cannot be read at all. */
export function parseYaml(text: string): { readonly document: Document; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    customTags: [],
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: true,
    strict: true,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  return { document, lines };
}

/** The document as plain data; what YAML allows and a config does not is reported. */
export function plainOf(source: Source, report: Report): unknown {
  for (const error of source.document.errors) report.at(error.pos[0], error.pos[1], sayYaml(error.message));
  const walk: Walk = { source, report, left: MOST_NODES };
  return plain(source.document.contents, [], walk);
}

interface Walk {
  readonly source: Source;
  readonly report: Report;
  left: number;
}

type Path = readonly (string | number)[];

function plain(node: unknown, path: Path, walk: Walk): unknown {
  walk.left -= 1;
  if (walk.left === 0)
    walk.report.error([], `more than ${MOST_NODES} values, aliases counted as often as they are used`);
  if (walk.left <= 0) return undefined;
  if (path.length > DEEPEST) return walk.report.error(path.slice(0, DEEPEST), `nested deeper than ${DEEPEST} levels`);
  if (isAlias(node)) return plain(node.resolve(walk.source.document), path, walk);
  if (hasTag(node)) walk.report.error(path, `no tags here: remove ${JSON.stringify((node as Node).tag)}`);
  if (isMap(node)) return plainMap(node.items, path, walk);
  if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index], walk));
  return isScalar(node) ? node.value : null;
}

function hasTag(node: unknown): boolean {
  const tag = (node as Node | null)?.tag;
  return typeof tag === 'string' && (node as { range?: unknown }).range != null && explicit(node as Node);
}

/** Nodes without a tag of their own get none from the parser, but a scalar may carry the one it was resolved by. */
function explicit(node: Node): boolean {
  const token = node.srcToken as { props?: readonly { type: string }[] } | undefined;
  return token?.props?.some((part) => part.type === 'tag') ?? true;
}

function plainMap(items: readonly Pair[], path: Path, walk: Walk): Record<string, unknown> {
  const map: Record<string, unknown> = Object.create(null);
  for (const { key, value } of items) {
    const name = isScalar(key) ? key.value : undefined;
    if (typeof name !== 'string') {
      walk.report.node(key, path, 'a key must be text: quote it');
    } else if (name === '__proto__' || name === '<<') {
      walk.report.node(key, [...path, name], `the key "${name}" is not allowed`);
    } else {
      map[name] = plain(value, [...path, name], walk);
    }
  }
  return map;
}

function sayYaml(message: string): string {
  const text = message.replace(/\s+at line \d+, column \d+:?[^]*$/, '').trim();
  return text === 'Map keys must be unique'
    ? 'this key stands twice'
    : `not YAML: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
