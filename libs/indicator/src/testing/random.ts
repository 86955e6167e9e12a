import { DAY, HOUR, Spans, type Instant, type Span } from '@barometer/time';
import fc from 'fast-check';
import { coverageOf, type Coverage } from '../coverage.js';
import type { Contribution } from '../kind.js';

/** 1 Jan 2024; random contributions lie in the 200 days after it. */
export const START: Instant = Date.UTC(2024, 0, 1);
export const END: Instant = START + 200 * DAY;

/** Whole days, whole hours and odd milliseconds, so that things often coincide. */
export const instant: fc.Arbitrary<Instant> = fc.oneof(
  fc.integer({ min: 0, max: 200 }).map((day) => START + day * DAY),
  fc.integer({ min: 0, max: 200 * 24 }).map((hour) => START + hour * HOUR),
  fc.integer({ min: START, max: END }),
);

/** A length of up to `most` days. */
export const length = (most: number): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 1, max: most }).map((days) => days * DAY),
    fc.integer({ min: 1, max: most * DAY }),
  );

/** Contributions with refs of their own, each with what `extra` adds. */
export function contributions(
  extra: fc.Arbitrary<Partial<Contribution>> = fc.constant({}),
  maxLength = 60,
): fc.Arbitrary<Contribution[]> {
  return fc
    .array(fc.tuple(instant, extra), { maxLength, size: 'max' })
    .map((list) => list.map(([at, more], i) => ({ ...more, ref: `i${(i * 7) % 61}-${i}`, at })));
}

/** Feeds with random spans, sometimes none, sometimes all the time, and the coverage they come to. */
export const feeds: fc.Arbitrary<{
  readonly coverage: Coverage;
  readonly any: readonly Span[];
  readonly full: readonly Span[];
}> = fc.tuple(spans(), spans()).map(([partial, full]) => ({
  coverage: coverageOf([
    { coverage: 'partial', spans: Spans.of(partial) },
    { coverage: 'full', spans: Spans.of(full) },
  ]),
  any: [...partial, ...full],
  full,
}));

function spans(): fc.Arbitrary<readonly Span[]> {
  const some = fc.tuple(instant, length(80)).map(([from, long]) => ({ from, to: from + long }));
  return fc.oneof(
    fc.constant([]),
    fc.constant([{ from: START - 500 * DAY, to: END + 500 * DAY }]),
    fc.array(some, { maxLength: 4 }),
  );
}

/** How many milliseconds of (from, to] lie in a span, by cutting the range at every edge. */
export function coveredIn(list: readonly Span[], from: Instant, to: Instant): number {
  const edges = [from + 1, to + 1, ...list.flatMap((span) => [span.from, span.to])].filter(
    (edge) => edge > from && edge <= to + 1,
  );
  edges.sort((a, b) => a - b);
  let covered = 0;
  for (let i = 1; i < edges.length; i++) if (isIn(list, edges[i - 1]!)) covered += edges[i]! - edges[i - 1]!;
  return covered;
}

/** Whether a span holds the instant. */
export function isIn(list: readonly Span[], at: Instant): boolean {
  return list.some((span) => span.from <= at && at < span.to);
}
