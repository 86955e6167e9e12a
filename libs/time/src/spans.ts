import type { Duration, Instant, Span } from './instant.js';

/** An immutable union of spans, sorted, disjoint and not touching; a span holds its `from` and not its `to`. */
export class Spans {
  /** No time at all. */
  static readonly EMPTY = new Spans([]);
  /** `lengths[i]` is the time covered by the spans before the i-th. */
  readonly #lengths: Float64Array;

  private constructor(private readonly list: readonly Span[]) {
    this.#lengths = new Float64Array(list.length + 1);
    list.forEach((span, index) => (this.#lengths[index + 1] = this.#lengths[index]! + span.to - span.from));
  }

  /** The union of spans in any order; empty and inverted ones count for nothing. */
  static of(spans: Iterable<Span>): Spans {
    const sorted = [...spans].filter((span) => span.to > span.from).sort((a, b) => a.from - b.from);
    const merged: Span[] = [];
    for (const { from, to } of sorted) {
      const last = merged.at(-1);
      if (last && from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
      else merged.push({ from, to });
    }
    return new Spans(merged);
  }

  /** The disjoint spans in order. */
  get all(): readonly Span[] {
    return this.list;
  }

  /** These spans and `others`, as one union; O(n). */
  union(others: Iterable<Span>): Spans {
    return Spans.of([...this.list, ...others]);
  }

  /** Covered time between `from` and `to`; O(log n). */
  measure(from: Instant, to: Instant): Duration {
    return to <= from ? 0 : this.#before(to) - this.#before(from);
  }

  /** The covered parts of [from, to), in order; O(log n) and the parts returned. */
  clip(from: Instant, to: Instant): readonly Span[] {
    const parts: Span[] = [];
    for (let i = this.#firstEndingAfter(from); i < this.list.length; i++) {
      const span = this.list[i]!;
      const part = { from: Math.max(span.from, from), to: Math.min(span.to, to) };
      if (part.from >= part.to) break;
      parts.push(part);
    }
    return parts;
  }

  /** True when `at` lies in a span; O(log n). */
  contains(at: Instant): boolean {
    const span = this.list[this.#firstEndingAfter(at)];
    return span !== undefined && span.from <= at;
  }

  /** True when no moment between `from` and `to` is uncovered, so always for an empty range; O(log n). */
  covers(from: Instant, to: Instant): boolean {
    if (to <= from) return true;
    const span = this.list[this.#firstEndingAfter(from)];
    return span !== undefined && span.from <= from && to <= span.to;
  }

  /** The first instant after `at` at which a span starts or ends, `Infinity` if none does; O(log n). */
  nextEdge(at: Instant): Instant {
    const span = this.list[this.#firstEndingAfter(at)];
    if (!span) return Infinity;
    return span.from > at ? span.from : span.to;
  }

  #before(at: Instant): Duration {
    const index = this.#firstEndingAfter(at);
    const span = this.list[index];
    return this.#lengths[index]! + (span ? Math.max(0, at - span.from) : 0);
  }

  #firstEndingAfter(at: Instant): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.list[middle]!.to > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
