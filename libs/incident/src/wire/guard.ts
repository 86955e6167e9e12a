import { LIMITS } from './limits.js';
import { Unusable } from './reasons.js';
import { hasControl, safeText } from './safe-text.js';

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A place in a document, as `casualties[0].killed`, safe to show. */
export function pathOf(parts: readonly PropertyKey[]): string {
  return parts
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${safeText(String(part), 60)}`))
    .join('')
    .replace(/^\./, '');
}

/** Throws when a parsed document nests too deep, holds too many parts, keys that could poison an object, or control characters. */
export function guard(document: unknown): void {
  new Walk().into(document);
}

/** One walk through a document; `path` leads to where it stands. */
class Walk {
  private readonly path: PropertyKey[] = [];
  private parts = 0;

  into(value: unknown): void {
    if (typeof value === 'string' && hasControl(value))
      throw new Unusable('control_characters', pathOf(this.path), 'the text holds control characters');
    if (value === null || typeof value !== 'object') return;
    if (this.path.length >= LIMITS.depth)
      throw new Unusable('too_deep', pathOf(this.path.slice(0, 3)), `nested more than ${LIMITS.depth} levels deep`);
    if (Array.isArray(value)) for (let index = 0; index < value.length; index++) this.step(index, value[index]);
    else for (const key of Object.keys(value)) this.step(key, (value as Record<string, unknown>)[key]);
  }

  private step(key: PropertyKey, inner: unknown): void {
    if (++this.parts > LIMITS.parts)
      throw new Unusable('too_many_keys', '', `more than ${LIMITS.parts} keys and list elements`);
    this.path.push(key);
    if (typeof key === 'string') checkKey(key, this.path);
    this.into(inner);
    this.path.pop();
  }
}

function checkKey(key: string, path: readonly PropertyKey[]): void {
  if (FORBIDDEN.has(key)) throw new Unusable('forbidden_key', pathOf(path), `the key ${key} is not allowed`);
  if (key.length > LIMITS.name)
    throw new Unusable('too_long', pathOf(path), `a key is longer than ${LIMITS.name} characters`);
  if (hasControl(key)) throw new Unusable('control_characters', pathOf(path), 'a key holds control characters');
}

/** The value without the keys whose value is null; a copy only where there are any. */
export function withoutNulls(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const kept = value.map(withoutNulls);
    return kept.some((inner, index) => inner !== value[index]) ? kept : value;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const kept: Record<string, unknown> = {};
  let same = true;
  for (const key of Object.keys(fields)) {
    const inner = withoutNulls(fields[key]);
    same &&= inner === fields[key] && inner !== null;
    if (inner !== null) kept[key] = inner;
  }
  return same ? fields : kept;
}
