import { catalogue, type Kind } from '@barometer/indicator';
import { stringify } from 'yaml';
import { rawConfigSchema, readingJsonSchema, type SchemaNode } from './json-schema.js';

const INTRO = `# The config file

<!-- Made by \`node libs/config/generate.mjs\`: change the schemas, not this page. -->

One YAML 1.2 file, \`barometer.yaml\`, holds what is watched and who is told. \`npx barometer check FILE\` names everything
that is wrong with it, each with its line; \`--explain\` shows what the defaults add. An edit of the running file takes
effect within two seconds, as a whole or not at all: a broken edit changes nothing. Secrets are never written into it, only
the files that hold them. Unquoted words that YAML 1.1 tools such as Helm would turn into \`true\` or \`false\` (\`NO\`, \`on\`)
are text here, and \`check\` asks to quote them.

For completion and checks while typing, begin the file with

\`\`\`yaml
# yaml-language-server: $schema=libs/config/schema/barometer.schema.json
\`\`\`

Durations are a whole number and a unit: \`ms s m h d w\`, as in \`36h\` or \`1h30m\`. Where a list is allowed, one value
may stand alone.
`;

interface Section {
  readonly title: string;
  readonly about: string;
  readonly node: SchemaNode;
}

/** The page \`docs/config.md\`: each key with its meaning, default and an example. */
export function configReference(): string {
  const parts = [INTRO, ...sections().map(sayTable), readings()];
  return `${parts.join('\n').trim()}\n`;
}

function sections(): Section[] {
  const root = rawConfigSchema();
  return [...watching(root), ...telling(root), ...ofProcess(key(root, 'settings'))];
}

function watching(root: SchemaNode): Section[] {
  const watch = entry(root, 'watches');
  const rule = entry(watch, 'rules');
  return [
    { title: 'Top level', about: 'Only `version` and `watches` are needed.', node: root },
    {
      title: 'feeds.NAME',
      about:
        'A feed that falls silent is told by the built-in watch `barometer`, rule `feed silent`. A feed with `silentAfter` that was never heard ' +
        'is waited for from the first live report or heartbeat of any feed after its definition takes effect. History imported never begins that wait.',
      node: entry(root, 'feeds'),
    },
    {
      title: 'sets.NAME, and match of a watch',
      about: 'Keys AND, lists OR. `none` stands for an absent field. `not` holds the same keys and negates them.',
      node: entry(root, 'sets'),
    },
    { title: 'watches.NAME', about: 'A filter and its rules. The name `barometer` is taken.', node: watch },
    {
      title: 'watches.NAME.rules.NAME',
      about:
        'A reading with thresholds. A condition is `field op value` joined by `and`, with `< <= > >= == !=`; each kind of reading below lists its fields. ' +
        'A level is a condition, or `{ enter: …, leave: … }` where it is left later than it is entered.',
      node: rule,
    },
    {
      title: 'names.actors.ID, names.sites.ID',
      about: 'An id begins with `actor:` or `site:`; an actor has no country.',
      node: entry(key(root, 'names'), 'sites'),
    },
  ];
}

function telling(root: SchemaNode): Section[] {
  const receiver = entry(root, 'receivers');
  return [
    { title: 'receivers.NAME', about: 'Exactly one channel.', node: receiver },
    {
      title: 'receivers.NAME.email',
      about:
        'Needs `settings.smtp`; without it mails are written to the outbox. With `store: kafka` that is a warning: the outbox is in the notifier, and nobody gets the mail.',
      node: key(receiver, 'email'),
    },
    { title: 'receivers.NAME.webhook', about: 'Signed as Standard Webhooks says.', node: key(receiver, 'webhook') },
    {
      title: 'routes',
      about: 'A list; every matching route is used. News of level `null` (an end) is matched by the level before it.',
      node: items(key(root, 'routes')),
    },
  ];
}

function ofProcess(settings: SchemaNode): Section[] {
  return [
    { title: 'settings', about: 'Paths start from the folder of the config file.', node: settings },
    {
      title: 'settings.kafka',
      about: 'Read once, at the start of a process.',
      node: key(settings, 'kafka'),
    },
    { title: 'settings.kafka.sasl', about: 'A user and a password.', node: key(key(settings, 'kafka'), 'sasl') },
    { title: 'settings.listen', about: '', node: key(settings, 'listen') },
    { title: 'settings.folder', about: '', node: key(settings, 'folder') },
    { title: 'settings.http', about: '', node: key(settings, 'http') },
    { title: 'settings.smtp', about: '', node: key(settings, 'smtp') },
    { title: 'settings.logs', about: '', node: key(settings, 'logs') },
  ];
}

function key(node: SchemaNode, name: string): SchemaNode {
  return node.properties?.[name] ?? {};
}

function entry(node: SchemaNode, name: string): SchemaNode {
  const values = key(node, name).additionalProperties;
  return typeof values === 'object' ? values : {};
}

function items(node: SchemaNode): SchemaNode {
  return node.items ?? {};
}

function sayTable({ title, about, node }: Section): string {
  const rows = Object.entries(node.properties ?? {}).map(([name, one]) =>
    cellsOf(name, one, node.required?.includes(name) === true),
  );
  return [
    `## ${title}\n`,
    ...(about === '' ? [] : [`${about}\n`]),
    table([['key', 'meaning', 'default', 'example'], ...rows]),
  ].join('\n');
}

function cellsOf(name: string, node: SchemaNode, required: boolean): string[] {
  const first = node.samples?.[0];
  const example =
    first === undefined ? '' : `\`${stringify(first, { collectionStyle: 'flow', lineWidth: 0 }).trim()}\``;
  return [`\`${name}\``, meaning(node), required ? 'required' : defaultOf(node), example];
}

/** A table with its columns in line; the first row is the head. */
function table(rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')));
  const widths = escaped[0]!.map((_, column) => Math.max(3, ...escaped.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const [head, ...body] = escaped;
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...body.map(line), ''].join('\n');
}

function meaning(node: SchemaNode): string {
  const values = node['enum'] as readonly unknown[] | undefined;
  const choice = values && values.length <= 8 ? ` (${values.map((value) => `\`${String(value)}\``).join(', ')})` : '';
  return `${node.description?.replace(/\.$/, '') ?? ''}${choice}`;
}

function defaultOf(node: SchemaNode): string {
  if (node.fallback !== undefined) return node.fallback;
  return node.default === undefined ? '' : `\`${String(node.default)}\``;
}

function readings(): string {
  const intro = '## reading\n\nWhat a rule measures: `kind`, `by`, and the parameters of the kind.\n';
  return [intro, ...[...catalogue.values()].map(sayKind)].join('\n');
}

function sayKind(kind: Kind): string {
  const node = readingJsonSchema(kind);
  const fields = kind.fields.map(({ name, unit, about }) => [`\`${name}\``, unit, about]);
  const parameters = sayTable({ title: `reading: { kind: ${kind.name} }`, about: kind.about, node });
  return [parameters.replace(/^## /, '### '), table([['field for conditions', 'unit', 'meaning'], ...fields])].join(
    '\n',
  );
}
