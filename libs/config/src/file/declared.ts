/** Every name a file declares, whether what it stands for is sound or not: a reference to it is no slip. */
export interface Declared {
  readonly feeds: readonly string[];
  readonly sets: readonly string[];
  readonly watches: readonly string[];
  readonly rules: readonly string[];
  readonly receivers: readonly string[];
}

/** Reads the names off plain data of any shape. */
export function declaredIn(plain: unknown): Declared {
  const watches = mapOf(plain, 'watches');
  const rules = Object.keys(watches).flatMap((name) => Object.keys(mapOf(watches[name], 'rules')));
  return {
    feeds: Object.keys(mapOf(plain, 'feeds')),
    sets: Object.keys(mapOf(plain, 'sets')),
    watches: Object.keys(watches),
    rules: [...new Set(rules)],
    receivers: Object.keys(mapOf(plain, 'receivers')),
  };
}

function mapOf(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : {};
}
