/** One thing wrong, or worth a second look, in a config file; lines and columns count from 1. */
export interface Problem {
  /** An `error` keeps the config from taking effect; a `warning` does not. */
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Keys from the top, joined by dots: `watches.us-forces.rules.surge.levels.high`. */
  readonly path: string;
  readonly message: string;
  /** What may stand there; long lists are cut. */
  readonly allowed?: readonly string[];
  /** What was probably meant. */
  readonly suggestion?: string;
  /** The line of the file, and how many characters of it the caret marks. */
  readonly source: string;
  readonly width: number;
}

const WIDEST = 160;
const PAINT = { error: '\u001b[31m', warning: '\u001b[33m', dim: '\u001b[2m', bold: '\u001b[1m' } as const;
const PLAIN = '\u001b[0m';

/** A problem as a compiler would print it: place, message, the line with a caret, what is allowed and what was meant. */
export function formatProblem(problem: Problem, options: { readonly colour?: boolean } = {}): string {
  const paint = (style: keyof typeof PAINT, text: string) => (options.colour ? `${PAINT[style]}${text}${PLAIN}` : text);
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const gutter = String(problem.line);
  const margin = ' '.repeat(gutter.length);
  const lines = [
    `${paint('bold', place)}: ${paint(problem.severity, problem.severity)}: ${clean(problem.message)}`,
    ...excerpt(problem).map((text, index) => `${paint('dim', `${index === 0 ? gutter : margin} |`)} ${text}`),
  ];
  if (problem.suggestion !== undefined) lines.push(`${margin} = did you mean ${clean(problem.suggestion)}?`);
  if (problem.allowed?.length) lines.push(`${margin} = allowed: ${problem.allowed.map(clean).join(', ')}`);
  if (problem.path !== '') lines.push(`${margin} ${paint('dim', `= at ${clean(problem.path)}`)}`);
  return lines.join('\n');
}

function excerpt(problem: Problem): string[] {
  const from = Math.max(0, problem.column - 1 - WIDEST / 2);
  const text = problem.source.slice(from, from + WIDEST);
  const indent = problem.source.slice(from, problem.column - 1).replace(/[^\t]/g, ' ');
  const width = Math.max(1, Math.min(problem.width, text.length - indent.length));
  return [clean(text), `${indent}${'^'.repeat(width)}`];
}

/** Control characters, escape sequences and direction marks never reach a terminal. */
function clean(text: string): string {
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
}
