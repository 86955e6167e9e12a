import type { Kind } from './kind.js';
import { casualties } from './kinds/casualties.js';
import { count } from './kinds/count.js';
import { exchange } from './kinds/exchange.js';
import { lull } from './kinds/lull.js';
import { novelty } from './kinds/novelty.js';
import { record } from './kinds/record.js';
import { surge } from './kinds/surge.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind takes its own parameters
const KINDS: readonly Kind<any>[] = [count, surge, casualties, novelty, record, lull, exchange];

/** Every kind of reading by its name; parameters are whatever the kind's own schema has parsed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind takes its own parameters
export const catalogue: ReadonlyMap<string, Kind<any>> = new Map(KINDS.map((kind) => [kind.name, kind]));

/** The kind of that name, `undefined` if there is none. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind takes its own parameters
export function kindOf(name: string): Kind<any> | undefined {
  return catalogue.get(name);
}
