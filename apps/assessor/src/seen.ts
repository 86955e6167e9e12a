import type { Transition } from '@barometer/alert';

/** Hexadecimal digits of a hash that are kept: the most that a number holds exactly. */
const DIGITS = 13;

interface Chain {
  /** The number of the first transition the log holds of its watch. */
  readonly first: number;
  /** The start of each hash as a number, from the first on. */
  readonly hashes: number[];
}

/** What the alert log holds: each watch's transitions by their number, the first with a number counts. */
export class Seen {
  private readonly chains = new Map<string, Chain>();

  /** Takes in a transition of the log; one that repeats a number is passed over. */
  note({ watch, watchSeq, hash }: Transition): void {
    let chain = this.chains.get(watch);
    if (!chain) this.chains.set(watch, (chain = { first: watchSeq, hashes: [] }));
    const at = watchSeq - chain.first;
    if (at >= chain.hashes.length) chain.hashes[at] = startOf(hash);
  }

  /**
   * Whether the log holds this transition; `other` where it holds another one under its number. One numbered before all
   * that is left of its watch stood in the log's lost start, and counts as held.
   */
  holds({ watch, watchSeq, hash }: Pick<Transition, 'watch' | 'watchSeq' | 'hash'>): boolean | 'other' {
    const chain = this.chains.get(watch);
    if (!chain || watchSeq >= chain.first + chain.hashes.length) return false;
    const held = chain.hashes[watchSeq - chain.first];
    return held === undefined || held === startOf(hash) || 'other';
  }
}

const startOf = (hash: string): number => Number.parseInt(hash.slice(0, DIGITS), 16);
