import { locate, rangeOf, type Path, type Range, type Source } from './locate.js';
import { masked } from './masked.js';
import type { Problem } from './problem.js';
import { listed } from './suggest.js';

/** What may be told with a problem besides its message. */
export interface Details {
  readonly allowed?: readonly string[];
  readonly suggestion?: string;
  /** Points at the key instead of the value. */
  readonly part?: 'key' | 'value';
  /** Characters from the start of the value's text. */
  readonly offset?: number;
}

const MOST = 200;

/** Gathers every problem of one file, each with its place. */
export class Report {
  private readonly found: Problem[] = [];

  constructor(private readonly source: Source) {}

  error(path: Path, message: string, details: Details = {}): undefined {
    this.add('error', path, this.range(path, details), message, details);
  }

  warn(path: Path, message: string, details: Details = {}): undefined {
    this.add('warning', path, this.range(path, details), message, details);
  }

  /** An error at a node that no path leads to. */
  node(node: unknown, path: Path, message: string): void {
    this.add('error', path, rangeOf(node) ?? this.range(path, {}), message, {});
  }

  /** An error, or a warning, at a stretch of the text. */
  at(from: number, to: number, message: string, severity: Problem['severity'] = 'error'): void {
    this.add(severity, [], { from, to }, message, {});
  }

  get failed(): boolean {
    return this.found.some(({ severity }) => severity === 'error');
  }

  /** Whether something is wrong at a path or below it: what follows from that need not be told as well. */
  spoilt(path: Path): boolean {
    const prefix = path.join('.');
    return this.found.some(({ severity, path: at }) => severity === 'error' && `${at}.`.startsWith(`${prefix}.`));
  }

  /** All of them in the order of the file, none twice. */
  problems(): readonly Problem[] {
    const seen = new Set<string>();
    return this.found
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
      .filter((problem) => {
        const key = `${problem.line}:${problem.column}:${problem.message}`;
        return !seen.has(key) && seen.add(key);
      })
      .slice(0, MOST);
  }

  private range(path: Path, { part = 'value', offset }: Details): Range {
    return locate(this.source, path, part, offset);
  }

  private add(severity: Problem['severity'], path: Path, range: Range, message: string, details: Details): void {
    const { line, col } = this.placeOf(range.from);
    const source = masked(this.lineAt(range.from, col));
    this.found.push({
      severity,
      file: this.source.file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      path: path.join('.'),
      message,
      ...(details.allowed?.length ? { allowed: listed(details.allowed) } : {}),
      ...(details.suggestion === undefined ? {} : { suggestion: details.suggestion }),
      source,
      width: Math.max(1, Math.min(range.to - range.from, source.length - col + 1)),
    });
  }

  /** The YAML parser's own line counter misses lines within what it could not read. */
  private placeOf(offset: number): { line: number; col: number } {
    const before = this.source.text.slice(0, offset);
    return { line: before.split('\n').length, col: offset - before.lastIndexOf('\n') };
  }

  private lineAt(offset: number, column: number): string {
    const start = offset - Math.max(1, column) + 1;
    const end = this.source.text.indexOf('\n', start);
    return this.source.text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
  }
}
