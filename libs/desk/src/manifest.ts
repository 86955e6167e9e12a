import { checksum } from './checksum.js';
import { KINDS, type PartKind } from './snapshot.js';

/** What the keys of parts begin with. */
export const PART = 'desk/part/';

/** A part as a manifest names it: `CHECKSUM`, or `CHECKSUM*ROWS` where it takes several. */
export type PartName = string;

/** The parts of a snapshot, in their order. */
export type Manifest = Readonly<Record<PartKind, readonly PartName[]>>;

/** Every part that a manifest names. */
export function namesOf(manifest: Manifest | undefined): Set<PartName> {
  return new Set(manifest ? KINDS.flatMap((kind) => manifest[kind]) : []);
}

/** The keys of a part's rows. */
export function keysOf(name: PartName): string[] {
  const [sum, rows = '1'] = name.split('*');
  return Array.from({ length: Number(rows) }, (_, i) => `${PART}${sum}/${i}`);
}

/** A manifest as text, with its checksum. */
export function sealed(manifest: Manifest): string {
  const body = JSON.stringify(manifest);
  return JSON.stringify({ sum: checksum(body), ...manifest });
}

/** A manifest from its text; `undefined` where that is damaged. */
export function unsealed(text: string): Manifest | undefined {
  try {
    const { sum, head, register, series } = JSON.parse(text) as Manifest & { sum: string };
    const manifest = { head, register, series };
    return checksum(JSON.stringify(manifest)) === sum ? manifest : undefined;
  } catch {
    return undefined;
  }
}
