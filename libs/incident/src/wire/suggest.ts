/** The allowed word nearest to a misspelt one, if it is near enough to be meant. */
export function nearest(word: string, allowed: readonly string[]): string | undefined {
  const wanted = word
    .slice(0, 60)
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const ranked = allowed.map((candidate) => ({ candidate, steps: editSteps(wanted, candidate) }));
  const best = ranked.reduce((a, b) => (b.steps < a.steps ? b : a), { candidate: '', steps: Infinity });
  return best.steps <= Math.max(1, Math.floor(wanted.length / 3)) ? best.candidate : undefined;
}

/** Single-character edits from one word to the other (Levenshtein, 1966). */
function editSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
