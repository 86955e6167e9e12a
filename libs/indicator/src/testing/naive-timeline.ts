import type { Instant } from '@barometer/time';
import type { Contribution } from '../kind.js';
import type { Measure, Timeline } from '../timeline/timeline.js';

/** The plain-array twin of `createTimeline`: every answer by looking at everything; for tests. */
export function naiveTimeline(contributions: readonly Contribution[] = []): Timeline {
  return new NaiveTimeline([...contributions]);
}

class NaiveTimeline implements Timeline {
  #all: Contribution[];

  constructor(all: Contribution[]) {
    this.#all = all.sort(byTimeAndRef);
  }

  get size(): number {
    return this.#all.length;
  }

  get end(): Instant {
    return this.#all.at(-1)?.at ?? -Infinity;
  }

  insert(contribution: Contribution): void {
    this.#all = [...this.#all, contribution].sort(byTimeAndRef);
  }

  remove(ref: string, at: Instant): boolean {
    const before = this.#all.length;
    this.#all = this.#all.filter((each) => each.ref !== ref || each.at !== at);
    return this.#all.length < before;
  }

  count(from: Instant, to: Instant): number {
    return this.#in(from, to).length;
  }

  range(from: Instant, to: Instant): Iterable<Contribution> {
    return this.#in(from, to);
  }

  at(index: number): Contribution | undefined {
    return this.#all[index];
  }

  rank(at: Instant): number {
    return this.#all.filter((each) => each.at <= at).length;
  }

  largest(from: Instant, to: Instant): Contribution | undefined {
    const known = this.#in(from, to).filter((each) => each.value !== undefined);
    const most = Math.max(...known.map(valueOf));
    return known.findLast((each) => each.value === most);
  }

  lastAtLeast(floor: number, to: Instant): Contribution | undefined {
    return this.#in(-Infinity, to).findLast((each) => valueOf(each) >= floor);
  }

  firstAtLeast(floor: number, from: Instant): Contribution | undefined {
    return this.#in(from, Infinity).find((each) => valueOf(each) >= floor);
  }

  total<T>(measure: Measure<T>, from: Instant, to: Instant): T {
    return this.#in(from, to).reduce((sum, each) => measure.plus(sum, measure.of(each)), measure.zero);
  }

  keyed(key: string): Timeline {
    return new NaiveTimeline(this.#all.filter((each) => each.keys?.includes(key)));
  }

  without(ref: string): Timeline {
    return new NaiveTimeline(this.#all.filter((each) => each.ref !== ref));
  }

  #in(from: Instant, to: Instant): Contribution[] {
    return this.#all.filter((each) => from < each.at && each.at <= to);
  }
}

function byTimeAndRef(a: Contribution, b: Contribution): number {
  return a.at - b.at || (a.ref < b.ref ? -1 : 1);
}

function valueOf(contribution: Contribution): number {
  return contribution.value ?? NaN;
}
