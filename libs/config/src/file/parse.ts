import { Document, isAlias, isMap, isScalar, isSeq, parseDocument, visit, type Node, type Pair } from 'yaml';
import type { Source } from '../problems/locate.js';
import type { Report } from '../problems/report.js';

/** The largest config that is read. */
export const LARGEST = 1024 * 1024;
const MOST_NODES = 50_000;
const DEEPEST = 40;
/** One slip in the syntax tears everything after it. */
const MOST_TORN = 2;

/** Reads YAML 1.2 with the core schema and nothing beyond it; what is wrong stands in the document's `errors`. */
export function parseYaml(text: string): Pick<Source, 'document' | 'aliased'> {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    customTags: [],
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    strict: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  return { document, aliased: aliasesOf(document) };
}

/** What each alias stands for, found in one pass. */
function aliasesOf(document: Document): ReadonlyMap<unknown, unknown> {
  const anchors = new Map<string, unknown>();
  const aliased = new Map<unknown, unknown>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) aliased.set(node, anchors.get(node.source));
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return aliased;
}

/** The document as plain data; what YAML allows and a config does not is reported. */
export function plainOf(source: Source, report: Report): unknown {
  const { errors } = source.document;
  for (const error of errors.slice(0, MOST_TORN)) report.at(error.pos[0], error.pos[1], sayYaml(error.message));
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
  if (isAlias(node)) return plain(walk.source.aliased.get(node), path, walk);
  if (hasTag(node)) walk.report.error(path, `no tags here: remove ${JSON.stringify((node as Node).tag)}`);
  if (isMap(node)) return plainMap(node.items, path, walk);
  if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index], walk));
  return isScalar(node) ? node.value : null;
}

function hasTag(node: unknown): boolean {
  return typeof (node as Node | null)?.tag === 'string';
}

function plainMap(items: readonly Pair[], path: Path, walk: Walk): Record<string, unknown> {
  const map: Record<string, unknown> = Object.create(null);
  for (const { key, value } of items) {
    const name = isScalar(key) ? key.value : undefined;
    if (typeof name !== 'string') {
      walk.report.node(key, path, 'a key must be text: quote it');
    } else if (name === '__proto__' || name === '<<') {
      walk.report.node(key, [...path, name], `the key "${name}" is not allowed`);
    } else if (name in map) {
      walk.report.node(key, [...path, name], 'this key stands twice');
    } else {
      map[name] = plain(value, [...path, name], walk);
    }
  }
  return map;
}

function sayYaml(message: string): string {
  const text = message.replace(/\s+at line \d+, column \d+:?[^]*$/, '').trim();
  return `not YAML: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
