import type { Contribution } from '../kind.js';
import type { RangedTimeline } from './range.js';
import type { Timeline } from './timeline.js';

/** A timeline's contributions by each of their keys; built at the first question, kept up to date from then on. */
export class KeyIndex {
  readonly #byKey = new Map<string, RangedTimeline>();
  readonly #create: () => RangedTimeline;

  constructor(create: () => RangedTimeline, contributions: Iterable<Contribution>) {
    this.#create = create;
    for (const contribution of contributions) this.insert(contribution);
  }

  insert(contribution: Contribution): void {
    for (const key of new Set(contribution.keys)) {
      let timeline = this.#byKey.get(key);
      if (!timeline) this.#byKey.set(key, (timeline = this.#create()));
      timeline.insert(contribution);
    }
  }

  remove(contribution: Contribution): void {
    for (const key of new Set(contribution.keys)) {
      const timeline = this.#byKey.get(key);
      timeline?.remove(contribution.ref, contribution.at);
      if (timeline?.size === 0) this.#byKey.delete(key);
    }
  }

  /** The key's timeline as it stands now. */
  of(key: string): Timeline {
    return this.#byKey.get(key) ?? this.#create();
  }
}
