import type { z } from 'zod';
import { pathOf } from './guard.js';
import { Unusable, type Reason } from './reasons.js';
import { shown } from './safe-text.js';
import { nearest } from './suggest.js';

type Issue = z.core.$ZodIssue;

/** The first thing wrong with a document, as a reason, a path and a sentence. */
export function explain(issues: readonly Issue[], document: unknown): Unusable {
  const issue = innermost(issues[0]!, document);
  const value = valueAt(document, issue.path);
  const path = pathOf(issue.path);
  return new Unusable(reasonOf(issue, value), path, sentence(issue, value, path));
}

/** Of a union, the complaint of the branch that the value was meant for. */
function innermost(issue: Issue, document: unknown): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const branches = issue.errors.map((errors) => errors[0]).filter((one) => one !== undefined);
  const meant = branches.find((one) => one.path.length > 0 || one.code !== 'invalid_type') ?? branches.find(isNumeric);
  if (!meant) return issue;
  return innermost({ ...meant, path: [...issue.path, ...meant.path] }, document);
}

function isNumeric(issue: Issue): boolean {
  return issue.code === 'invalid_type' && typeof issue.input === 'number';
}

function reasonOf(issue: Issue, value: unknown): Reason {
  if (value === undefined) return 'missing_field';
  const number = typeof value === 'number';
  switch (issue.code) {
    case 'invalid_value':
      return issue.path.length === 1 && issue.path[0] === 'kind' ? 'unknown_kind' : 'unknown_value';
    case 'too_big':
      return number ? 'bad_number' : 'too_long';
    case 'too_small':
      return number ? 'bad_number' : 'bad_text';
    case 'invalid_format':
    case 'invalid_key':
      return 'bad_text';
    default:
      return number ? 'bad_number' : 'wrong_type';
  }
}

function sentence(issue: Issue, value: unknown, path: string): string {
  if (value === undefined) return `${path} is missing`;
  if (issue.code === 'invalid_value') return notAllowed(issue.values.map(String), value);
  if (issue.code === 'too_big') return `${path} is over the limit of ${issue.maximum}`;
  if (issue.code === 'too_small' && typeof value === 'number') return `${shown(value)} is under ${issue.minimum}`;
  if (issue.code === 'invalid_type') return `${shown(value)} is not ${withArticle(issue.expected)}`;
  if (issue.code === 'invalid_union') return `${shown(value)} is not ${issue.errors.map(expectedBy).join(' or ')}`;
  return `${shown(value)} is not allowed here${hintFor(path)}`;
}

function expectedBy([first]: readonly Issue[]): string {
  return first?.code === 'invalid_type' ? withArticle(first.expected) : 'one of the values allowed';
}

function notAllowed(allowed: readonly string[], value: unknown): string {
  const suggestion = typeof value === 'string' ? nearest(value, allowed) : undefined;
  const list = allowed.length > 12 ? '' : `; allowed: ${allowed.join(', ')}`;
  return `${shown(value)} is not known${suggestion ? `: did you mean ${suggestion}?` : list}`;
}

function withArticle(expected: string): string {
  if (expected === 'int') return 'a whole number';
  return `${/^[aeio]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

function hintFor(path: string): string {
  if (/country|Country/.test(path)) return ': write two capital letters, ISO 3166-1';
  if (/url/.test(path)) return ': write an http or https address';
  return ': one line of text';
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    document,
  );
}
