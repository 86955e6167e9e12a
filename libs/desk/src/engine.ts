/** The engine's version: part of every config entry and transition, since another engine may fold differently. */
export const ENGINE = 'barometer/0.1.0';

/** The journal's definition asks for a newer engine than this one: it stops instead of folding something else. */
export class EngineTooOld extends Error {
  override readonly name = 'EngineTooOld';
}

/** Throws `EngineTooOld` when the engine in force is newer than ours. */
export function requireEngine(inForce: string, ours: string): void {
  if (isNewer(inForce, ours)) {
    throw new EngineTooOld(`the journal is folded by ${inForce}; this is ${ours}: start the newer one`);
  }
}

/** Whether the first engine is newer than the second. */
export function isNewer(engine: string, than: string): boolean {
  return compare(engine, than) > 0;
}

function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return (version.split('/').at(-1) ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
}
