import { distance } from 'fastest-levenshtein';

const LISTED = 20;

/** The candidate nearest to a misspelt word, when it is near enough to be what was meant. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word);
  const limit = Math.ceil(wanted.length / 3);
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of candidates) {
    const steps = stepsBetween(wanted, fold(candidate));
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

function stepsBetween(wanted: string, candidate: string): number {
  const prefix = candidate.replace(/^[a-z]+:/, '');
  return Math.min(distance(wanted, candidate), prefix === candidate ? Infinity : distance(wanted, prefix));
}

function fold(word: string): string {
  return word.slice(0, 100).toLowerCase().replaceAll('_', '-').replaceAll(' ', '-');
}

/** A list of what is allowed, short enough to read: the nearest first are not sorted out, the rest is counted. */
export function listed(allowed: readonly string[]): readonly string[] {
  if (allowed.length <= LISTED) return allowed;
  return [...allowed.slice(0, LISTED), `… and ${allowed.length - LISTED} more`];
}
