import { FIRST, link, type Transition } from '@barometer/alert';
import type { Draft, Series } from '@barometer/watch';

/** A sealed transition and the journal place at which it came out. */
export interface Pending {
  readonly transition: Transition;
  readonly place: number;
}

/** Where a watch's chain stands: the number and hash of its last transition. */
export interface ChainEnd {
  readonly watchSeq: number;
  readonly hash: string;
}

/** Something that wants to know its transition once it is sealed. */
export type Sealed = (transition: Transition) => void;

interface Waiting {
  readonly draft: Draft;
  readonly sealed: Sealed;
}

/** Gathers the drafts of one cause, a group a watch, then numbers, chains and hands them on. */
export class Seal {
  readonly chains = new Map<string, ChainEnd>();
  private readonly waiting = new Map<string, Waiting[]>();

  constructor(private readonly stamp: () => { definition: string; engine: string }) {}

  add(draft: Draft, sealed: Sealed): void {
    const group = this.waiting.get(draft.watch);
    if (group) group.push({ draft, sealed });
    else this.waiting.set(draft.watch, [{ draft, sealed }]);
  }

  /** Seals everything that waits: watches in name order, each in the order it came out. */
  close(place: number): Pending[] {
    if (this.waiting.size === 0) return [];
    const out: Pending[] = [];
    for (const watch of [...this.waiting.keys()].sort()) {
      const group = this.waiting.get(watch)!;
      group.forEach(({ draft, sealed }, index) => {
        const transition = this.chain(draft, { index, size: group.length });
        sealed(transition);
        out.push({ transition, place });
      });
    }
    this.waiting.clear();
    return out;
  }

  private chain(draft: Draft, group: Transition['group']): Transition {
    const previousHash = this.chains.get(draft.watch)?.hash ?? FIRST;
    const transition = link({ ...draft, group, ...this.stamp() }, previousHash);
    this.chains.set(draft.watch, { watchSeq: draft.watchSeq, hash: transition.hash });
    return transition;
  }
}

/** Keeps a series' open alert at its last transition; an ended one is gone by then. */
export function keepLast(series: Series): Sealed {
  return (transition) => {
    const { episode } = series;
    if (episode && episode.alertId === transition.alertId) episode.last = transition;
  };
}
