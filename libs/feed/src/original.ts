import { originalOf, type Item } from '@barometer/incident';

/** The items with the whole input as the original of a reject that brings none, such as one nested too deep to be written again. */
export function withOriginal(items: readonly Item[], input: Uint8Array): readonly Item[] {
  if (input.length === 0) return items;
  return items.map((item) =>
    item.type === 'reject' && item.original.length === 0 ? { ...item, original: originalOf(input) } : item,
  );
}
