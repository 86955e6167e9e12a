/** A map of keys to JSON text, durable when `put` resolves. */
export interface Table {
  /** Sets all or none; `null` removes the key. */
  put(entries: readonly (readonly [key: string, value: string | null])[]): Promise<void>;
  get(key: string): Promise<string | undefined>;
  /** Every entry whose key starts with `prefix` (default all), in key order. */
  all(prefix?: string): AsyncIterable<readonly [key: string, value: string]>;
}
