import type { Kind } from './kind.js';
import { count } from './kinds/count.js';

/** Every kind of reading by its name; each checks its own parameters. */
export const catalogue: ReadonlyMap<string, Kind> = new Map(
  [count].map((kind) => [kind.name, kind as unknown as Kind]),
);

/** The kind of that name, `undefined` if there is none. */
export function kindOf(name: string): Kind | undefined {
  return catalogue.get(name);
}
