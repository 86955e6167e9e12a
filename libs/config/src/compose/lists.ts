/** One value or a list of them, as a list. */
export function listOf<T>(given: T | readonly T[] | undefined): readonly T[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? (given as readonly T[]) : [given as T];
}

/** Sorted and without repeats: the order an operator wrote does not matter. */
export function sorted<T extends string>(given: readonly T[]): T[] {
  return [...new Set(given)].sort();
}
