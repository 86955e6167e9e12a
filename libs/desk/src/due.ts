import type { Instant } from '@barometer/time';

/** Something that falls due: at one instant in order of watch, rule and series. */
export interface Due {
  readonly at: Instant;
  readonly watch: string;
  readonly rule: string;
  readonly series: string;
}

/** Which of two falls due first; names are compared by code unit, so every machine agrees. */
export function earlier(a: Due, b: Due): boolean {
  if (a.at !== b.at) return a.at < b.at;
  if (a.watch !== b.watch) return a.watch < b.watch;
  if (a.rule !== b.rule) return a.rule < b.rule;
  return a.series < b.series;
}

/** A binary heap of due times: push and pop cost O(log n). */
export class DueQueue<T extends Due> {
  private readonly heap: T[] = [];

  get size(): number {
    return this.heap.length;
  }

  peek(): T | undefined {
    return this.heap[0];
  }

  push(due: T): void {
    const { heap } = this;
    let i = heap.length;
    heap.push(due);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!earlier(due, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = due;
  }

  pop(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    this.sink(last);
    return first;
  }

  private sink(due: T): void {
    const { heap } = this;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && earlier(heap[child + 1]!, heap[child]!)) child += 1;
      if (!earlier(heap[child]!, due)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = due;
  }
}
