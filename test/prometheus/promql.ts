import { parser } from '@prometheus-io/lezer-promql';

type Node = ReturnType<typeof parser.parse>['topNode'];

/** A metric as an expression selects it, with the labels it matches. */
export interface Selected {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** What an expression in PromQL looks at. */
export interface Looked {
  readonly selected: readonly Selected[];
  /** Labels by which it groups or joins. */
  readonly grouped: readonly string[];
}

/** Variables of Grafana, each with what Prometheus can read in its place. */
export type Values = Readonly<Record<string, string>>;

/** The expression as Grafana would send it; throws where a variable has no value. */
export function filled(expression: string, values: Values): string {
  return expression.replace(/\$(\w+)/g, (variable, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${variable} in ${expression}`);
    return value;
  });
}

/** The metrics and labels of an expression; throws where it is no PromQL. */
export function looksAt(expression: string): Looked {
  const tree = parser.parse(expression);
  const text = (node: Node) => expression.slice(node.from, node.to);
  const selected: Selected[] = [];
  const grouped: string[] = [];
  tree.iterate({
    enter({ node }) {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${expression}`);
      if (node.name === 'VectorSelector')
        selected.push({ metric: text(node.getChild('Identifier')!), labels: descendants(node, 'LabelName').map(text) });
      if (node.name === 'GroupingLabels') grouped.push(...descendants(node, 'LabelName').map(text));
    },
  });
  return { selected, grouped };
}

function descendants(node: Node, name: string): Node[] {
  const found: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === name) found.push(child);
    else found.push(...descendants(child, name));
  }
  return found;
}

const COMPARED: ReadonlySet<string> = new Set(['Eql', 'EqlSingle', 'Neq', 'Gtr', 'Gte', 'Lss', 'Lte']);
const JOINED: ReadonlySet<string> = new Set(['And', 'Or']);

/** What an alert's expression watches: each side of `and`, without comparisons, `unless` and `absent`, so that it has data in good times, too. */
export function watched(expression: string): string[] {
  const text = (node: Node) => expression.slice(node.from, node.to);
  const visit = (node: Node): string[] => {
    if (node.name === 'FunctionCall' && node.getChild('FunctionIdentifier')?.getChild('Absent'))
      return [text(descendants(node, 'VectorSelector')[0]!)];
    if (node.name !== 'BinaryExpr') return [text(node)];
    const children = childrenOf(node);
    const operator = children.find(({ name }) => COMPARED.has(name) || JOINED.has(name) || name === 'Unless')?.name;
    if (operator === undefined) return [text(node)];
    const left = visit(children[0]!);
    return operator === 'Unless' || isNumber(children.at(-1)!) ? left : [...left, ...visit(children.at(-1)!)];
  };
  return visit(parser.parse(expression).topNode.firstChild!);
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

function isNumber({ name }: Node): boolean {
  return name.startsWith('NumberDurationLiteral') || name === 'NumberLiteral';
}
