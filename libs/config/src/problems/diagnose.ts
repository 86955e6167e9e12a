import { z } from 'zod';
import { keysAt } from './keys.js';
import type { Path } from './locate.js';
import type { Report } from './report.js';
import { suggest } from './suggest.js';

type Issue = z.core.$ZodIssue;

/** Checks a value against a schema, telling each problem at its place; `undefined` where there is one. */
export function check<T>(schema: z.ZodType<T>, value: unknown, path: Path, report: Report): T | undefined {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  const subject: Subject = { schema, value, path, report, meant: issues.flatMap((issue) => meantKeys(issue, schema)) };
  for (const issue of issues) tell(issue, subject);
  return undefined;
}

/** Paths of keys that stand there, misspelt: they are not missing as well. */
function meantKeys(issue: Issue, schema: z.ZodType): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const allowed = keysAt(schema, issue.path as Path);
  const meant = (key: string) => (isSecret(key) ? fileKey(key, allowed) : suggest(key, allowed));
  return issue.keys.map((key) => [...issue.path, meant(key)].join('.'));
}

function isSecret(key: string): boolean {
  return /secret|password|token|credential|api_?key/i.test(key) && !key.endsWith('File');
}

/** The key that takes a secret's path: the one of that name, or the only one there is. */
function fileKey(key: string, allowed: readonly string[]): string | undefined {
  const files = allowed.filter((name) => name.endsWith('File'));
  return files.find((name) => name === `${key}File`) ?? (files.length === 1 ? files[0] : undefined);
}

interface Subject {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly path: Path;
  readonly report: Report;
  readonly meant: readonly string[];
}

function tell(issue: Issue, subject: Subject): void {
  const inner = issue.path as (string | number)[];
  const at = [...subject.path, ...inner];
  const { report } = subject;
  if ('input' in issue && issue.input === undefined && subject.meant.includes(inner.join('.'))) return;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.forEach((key) => tellKey(key, inner, subject));
    case 'invalid_type':
      return tellType(issue, at, subject);
    case 'invalid_value':
      return tellValue(issue, at, report);
    case 'invalid_key':
      return report.error(at, issue.issues[0]?.message ?? 'not a name', { part: 'key' });
    case 'invalid_union':
      return tellUnion(issue, inner, subject);
    default:
      return tellOther(issue, at, report);
  }
}

function tellKey(key: string, inner: Path, { schema, path, report }: Subject): void {
  const allowed = keysAt(schema, inner);
  const at = [...path, ...inner, key];
  if (isSecret(key)) {
    const wanted = fileKey(key, allowed);
    const hint = wanted === undefined ? '' : `: write its path as ${wanted}`;
    return report.error(at, `a secret is never written into the config, only the file that holds it${hint}`, {
      part: 'key',
    });
  }
  const suggestion = suggest(key, allowed);
  report.error(at, `unknown key "${key}"`, {
    part: 'key',
    allowed,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function tellType(issue: Issue & { code: 'invalid_type' }, at: Path, { report }: Subject): void {
  const expected = EXPECTED[issue.expected] ?? issue.expected;
  if (issue.input === undefined) {
    return report.error(at, `"${at.at(-1)}" is missing: expected ${expected}`, { part: 'key' });
  }
  const quote = issue.expected === 'string' && ['number', 'boolean'].includes(typeof issue.input);
  report.error(
    at,
    `expected ${expected}, found ${say(issue.input)}`,
    quote ? { suggestion: `"${String(issue.input)}"` } : {},
  );
}

function tellValue(issue: Issue & { code: 'invalid_value' }, at: Path, report: Report): void {
  const allowed = issue.values.map(String);
  if (issue.input === undefined) {
    return report.error(at, `"${at.at(-1)}" is missing`, { part: 'key', allowed });
  }
  const suggestion = typeof issue.input === 'string' ? suggest(issue.input, allowed) : undefined;
  report.error(at, `${say(issue.input)} is no value of "${keyOf(at)}"`, {
    allowed,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

/** Of a choice, the branch that got furthest is the one that was meant. */
function tellUnion(issue: Issue & { code: 'invalid_union' }, inner: Path, subject: Subject): void {
  const score = (issues: readonly Issue[]) => {
    const first = issues[0];
    return first === undefined
      ? -1
      : first.path.length * 2 + (first.code === 'invalid_type' && first.path.length === 0 ? 0 : 1);
  };
  const best = [...issue.errors].sort((a, b) => score(b) - score(a))[0] ?? [];
  if (score(best) <= 0) {
    const kinds = issue.errors.flatMap(([first]) =>
      first?.code === 'invalid_type' ? [EXPECTED[first.expected] ?? first.expected] : [],
    );
    const at = [...subject.path, ...inner];
    const expected = `expected ${[...new Set(kinds)].join(' or ')}`;
    if (issue.input === undefined)
      return subject.report.error(at, `"${at.at(-1)}" is missing: ${expected}`, { part: 'key' });
    return subject.report.error(at, `${expected}, found ${say(issue.input)}`);
  }
  for (const one of best) tell({ ...one, path: [...inner, ...one.path] } as Issue, subject);
}

function tellOther(issue: Issue, at: Path, report: Report): void {
  const suggestion = typeof issue.input === 'string' ? meantDuration(issue.input) : undefined;
  report.error(at, issue.message, suggestion === undefined ? {} : { suggestion });
}

/** The key whose value, or whose list's item, stands at a path. */
function keyOf(path: Path): string {
  return String(path.findLast((step) => typeof step === 'string') ?? '');
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a map of keys',
  record: 'a map of keys',
  array: 'a list',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function say(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of keys';
  return typeof value === 'string'
    ? JSON.stringify(value.slice(0, 60))
    : `the ${typeof value === 'number' ? 'number ' : ''}${String(value)}`;
}

const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^(?:milliseconds?|millis|msecs?|ms)$/, 'ms'],
  [/^(?:seconds?|secs?|s)$/, 's'],
  [/^(?:minutes?|mins?|m)$/, 'm'],
  [/^(?:hours?|hrs?|h)$/, 'h'],
  [/^(?:days?|d)$/, 'd'],
  [/^(?:weeks?|wks?|w)$/, 'w'],
];
const IN_WORDS = /^\s*(\d+)\s*([a-z]+)\s*$/i;
const ISO_8601 = /^P(?:(\d+)([DW])|T(\d+)([HMS]))$/i;

/** `7d` for `7 days`, `P7D` or `7D`: the duration that was meant. */
export function meantDuration(text: string): string | undefined {
  const match = IN_WORDS.exec(text);
  const period = ISO_8601.exec(text);
  const count = match?.[1] ?? period?.[1] ?? period?.[3];
  const word = (match?.[2] ?? period?.[2] ?? period?.[4])?.toLowerCase();
  const unit = word && UNITS.find(([pattern]) => pattern.test(word))?.[1];
  const meant = count && unit ? `${count}${unit}` : undefined;
  return meant === text ? undefined : meant;
}
