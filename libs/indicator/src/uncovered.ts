import { isoDate, type Instant } from '@barometer/time';
import type { Coverage } from './coverage.js';
import { inWords } from './say.js';

const SHOWN = 3;

/** The stretches of (from, to] that nobody covers, as `2020-01-08/2023-07-01,…`: last and first covered day; '' if none. */
export function uncoveredIn(coverage: Coverage, from: Instant, to: Instant): string {
  if (coverage.covered(from, to) >= to - from) return '';
  const gaps: string[] = [];
  let end = from + 1;
  for (const span of coverage.spans(from, to)) {
    if (span.from > end) gaps.push(gap(end, span.from, from));
    end = span.to;
  }
  if (end <= to) gaps.push(gap(end, to, from));
  return gaps.length <= SHOWN ? gaps.join() : [...gaps.slice(-SHOWN), `${gaps.length - SHOWN} more`].join();
}

function gap(end: Instant, next: Instant, from: Instant): string {
  return `${isoDate(end > from + 1 ? end - 1 : end)}/${isoDate(next)}`;
}

/** `; 8 Jan 2020 to 1 Jul 2023 not covered` for what `uncoveredIn` answered, '' for nothing. */
export function sayUncovered(stretches: unknown): string {
  if (typeof stretches !== 'string' || stretches === '') return '';
  const words = stretches.split(',').map((stretch) => {
    const [from, to] = stretch.split('/').map((day) => Date.parse(day));
    return from !== undefined && to !== undefined ? `${inWords(from)} to ${inWords(to)}` : stretch;
  });
  return `; ${words.join(' and ')} not covered`;
}
