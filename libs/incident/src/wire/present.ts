/** A copy without the keys whose value is undefined, so that equal revisions have equal bytes. */
export function present<T extends object>(
  value: { readonly [K in keyof T]: T[K] | undefined } & Record<string, unknown>,
): T {
  const kept: Record<string, unknown> = {};
  for (const key in value) if (value[key] !== undefined) kept[key] = value[key];
  return kept as T;
}
