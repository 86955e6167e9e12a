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
  let parts = 0;
  const walk = (value: unknown, path: readonly PropertyKey[]): void => {
    if (typeof value === 'string' && hasControl(value))
      throw new Unusable('control_characters', pathOf(path), 'the text holds control characters');
    if (value === null || typeof value !== 'object') return;
    if (path.length >= LIMITS.depth)
      throw new Unusable('too_deep', pathOf(path.slice(0, 3)), `nested more than ${LIMITS.depth} levels deep`);
    for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      if (++parts > LIMITS.parts)
        throw new Unusable('too_many_keys', '', `more than ${LIMITS.parts} keys and list elements`);
      if (typeof key === 'string') checkKey(key, [...path, key]);
      walk(inner, [...path, key]);
    }
  };
  walk(document, []);
}

function checkKey(key: string, path: readonly PropertyKey[]): void {
  if (FORBIDDEN.has(key)) throw new Unusable('forbidden_key', pathOf(path), `the key ${key} is not allowed`);
  if (key.length > LIMITS.name)
    throw new Unusable('too_long', pathOf(path), `a key is longer than ${LIMITS.name} characters`);
  if (hasControl(key)) throw new Unusable('control_characters', pathOf(path), 'a key holds control characters');
}

/** A copy in which a key whose value is null is absent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNulls(inner)]));
}
