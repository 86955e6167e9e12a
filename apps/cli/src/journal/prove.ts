import { Desk, readTold } from '@barometer/desk';
import { decodeEntry } from '@barometer/journal';
import type { Stores } from '@barometer/store';
import type { ChainEnd, Trailer } from './format.js';
import { readWhole } from './places.js';

/** One watch after the move: its last transition as exported, as written here, and as the journal here gives it. */
export interface Proof {
  readonly watch: string;
  readonly watchSeq: number;
  readonly exported: string;
  readonly written: string;
  readonly folded: string;
  readonly same: boolean;
}

/** Folds the journal and compares every watch's chain with the one exported and the one written. */
export async function prove(
  stores: Pick<Stores, 'journal' | 'alerts'>,
  exported: Trailer['end']['alerts'],
): Promise<Proof[]> {
  const { ends } = await readTold(stores.alerts);
  const folded = await foldedAt(stores, exported);
  return Object.entries(exported).map(([watch, { watchSeq, hash }]) => {
    const written = hashAt(ends.get(watch), watchSeq);
    const found = folded.get(watch) ?? '';
    return { watch, watchSeq, exported: hash, written, folded: found, same: hash === written && hash === found };
  });
}

function hashAt(end: ChainEnd | undefined, watchSeq: number): string {
  return end?.watchSeq === watchSeq ? end.hash : '';
}

/** The hash that the fold gives each watch's transition of that number. */
async function foldedAt(
  { journal }: Pick<Stores, 'journal'>,
  wanted: Trailer['end']['alerts'],
): Promise<Map<string, string>> {
  const desk = new Desk();
  const hashes = new Map<string, string>();
  for await (const records of readWhole(journal)) {
    for (const { offset, value } of records) {
      desk.step(decodeEntry(value), offset);
      for (const { transition } of desk.takePending()) {
        const { watch, watchSeq, hash } = transition;
        if (wanted[watch]?.watchSeq === watchSeq) hashes.set(watch, hash);
      }
    }
  }
  return hashes;
}
