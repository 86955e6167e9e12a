import type { z } from 'zod';
import { check } from '../problems/diagnose.js';
import type { Path } from '../problems/locate.js';
import type { Report } from '../problems/report.js';

const ROUNDS = 40;

/**
 * Checks a value as `check` does and goes on with what is sound, so that a slip in one place hides no problem elsewhere.
 * `stubs` stand in for top-level keys that cannot do without.
 */
export function salvage<T>(
  schema: z.ZodType<T>,
  given: unknown,
  stubs: Readonly<Record<string, unknown>>,
  report: Report,
): T | undefined {
  const whole = check(schema, given, [], report);
  if (whole !== undefined) return whole;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const rest = structuredClone({ ...given }) as Record<string, unknown>;
  for (let round = 0; round < ROUNDS; round++) {
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const path = issue.path as Path;
      if (issue.code === 'unrecognized_keys') for (const key of issue.keys) cut(rest, [...path, key], stubs);
      else cut(rest, path, stubs);
    }
  }
  return undefined;
}

/** Lists keep their places, so a broken item takes the whole list with it; what is missing takes its parent. */
function cut(root: Record<string, unknown>, path: Path, stubs: Readonly<Record<string, unknown>>): void {
  const parents: unknown[] = [root];
  for (const step of path.slice(0, -1))
    parents.push((parents.at(-1) as Record<string | number, unknown> | undefined)?.[step]);
  let last = path.length - 1;
  while (last > 0 && (!isMap(parents[last]) || !Object.hasOwn(parents[last] as object, path[last]!))) last -= 1;
  const key = String(path[last] ?? '');
  if (last <= 0 && key in stubs) root[key] = stubs[key];
  else if (isMap(parents[last])) delete (parents[last] as Record<string, unknown>)[key];
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
