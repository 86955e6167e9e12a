import { LONGEST_NAME } from '@barometer/gazetteer';

/** Values of one facet, each once. */
export type Values = readonly string[];

/** No values. */
export const NOTHING: Values = Object.freeze([]);

/** A name remembered takes less than what a desk keeps of anything so named. */
const MOST_REMEMBERED = 200_000;

/** What texts came to; emptied when full, and long texts are left out, so that foreign text cannot fill it. */
export class Memory<T> {
  private readonly known = new Map<string, T>();

  constructor(private readonly bounds = { longest: LONGEST_NAME, most: MOST_REMEMBERED }) {}

  get(text: string): T | undefined {
    return this.known.get(text);
  }

  remember(text: string, value: T): T {
    if (text.length > this.bounds.longest) return value;
    if (this.known.size >= this.bounds.most) this.known.clear();
    this.known.set(text, value);
    return value;
  }
}

/** Each value once, in order of first appearance. */
export function unique<T extends string>(values: readonly T[]): Values {
  if (values.length === 0) return NOTHING;
  return values.length === 1 ? values : [...new Set(values)];
}

/** The first list, then what only the second holds. */
export function join(first: Values, second: Values): Values {
  if (first.length === 0) return second;
  const more = second.filter((value) => !first.includes(value));
  return more.length === 0 ? first : [...first, ...more];
}
