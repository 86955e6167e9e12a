// C0 and C1 controls, line and paragraph separators, zero-width and bidirectional marks: none belongs in a header or a line.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/g;

/** One line of text from anywhere: no control characters, no runs of spaces, at most `limit` characters. */
export function clean(text: string, limit = 200): string {
  const line = text.replace(UNSAFE, ' ').replace(/ {2,}/g, ' ').trim();
  return clip(line, limit);
}

/** Shortens at a word's end, marked with an ellipsis. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${(space > limit / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:]+$/, '')}…`;
}

/** Shortens a sentence at the end of a clause where that leaves enough of it, else at a word's end. */
export function clipClause(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = Math.max(...['; ', ', ', ': '].map((mark) => text.lastIndexOf(mark, limit - 1)));
  return end > limit / 3 ? `${text.slice(0, end)}.` : clip(text, limit);
}
