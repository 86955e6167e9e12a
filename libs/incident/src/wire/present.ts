/** A copy without the keys whose value is undefined, so that equal revisions have equal bytes. */
export function present<T extends object>(
  value: { readonly [K in keyof T]: T[K] | undefined } & Record<string, unknown>,
): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
