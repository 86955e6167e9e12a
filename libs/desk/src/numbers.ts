const WORDS: Readonly<Record<string, number>> = { '\u0000inf': Infinity, '\u0000-inf': -Infinity, '\u0000nan': NaN };

/** A number as JSON holds it: infinities are text that no input can hold. */
export type JsonNumber = number | string;

/** Writes a number. */
export function toJson(value: number): JsonNumber {
  if (Number.isFinite(value)) return value;
  return value === Infinity ? '\u0000inf' : value === -Infinity ? '\u0000-inf' : '\u0000nan';
}

/** Reads a number. */
export function fromJson(value: JsonNumber): number {
  return typeof value === 'number' ? value : WORDS[value]!;
}

/** Text of any value; slow, for what is small. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? toJson(one) : one));
}

/** Reads what `stringify` wrote; slow as well. */
export function parse(text: string): unknown {
  return JSON.parse(text, (_, one: unknown) => (typeof one === 'string' ? (WORDS[one] ?? one) : one));
}
