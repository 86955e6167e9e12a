import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** The project's folder. */
export const ROOT = resolve(import.meta.dirname, '../..');

const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', '.nx', '.cache']);

/** A page of documentation: its path from the root, and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Every Markdown page of the project. */
export function pages(folder = ROOT): Page[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : pages(path);
    return entry.name.endsWith('.md') ? [{ path: relative(ROOT, path), text: readFileSync(path, 'utf8') }] : [];
  });
}

/** A page by its path from the root. */
export function page(path: string): Page {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** The fenced blocks of a page that stand under `<!-- example: NAME -->`. */
export function examples({ text }: Page, name: string): string[] {
  const marked = new RegExp(`<!-- example: ${name} -->\\s*\`\`\`[^\\n]*\\n([\\s\\S]*?)\`\`\``, 'g');
  return [...text.matchAll(marked)].map(([, body]) => body!);
}

/** A fenced block of a page, whatever stands above it. */
export interface Fence {
  readonly language: string;
  readonly body: string;
  readonly marked: boolean;
}

/** Every fenced block of a page. */
export function fences({ text }: Page): Fence[] {
  const found = text.matchAll(/(<!-- example: [^>]+ -->\s*)?^( *)```(\w*)[^\n]*\n([\s\S]*?)^ *```$/gm);
  return [...found].map(([, marker, indent, language, body]) => ({
    ...{ language: language!, marked: marker !== undefined },
    body: body!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** The text of a page without its fenced blocks. */
export function prose({ text }: Page): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}

/** The cells of the table under a heading of a page, without its head. */
export function rows({ text }: Page, heading: string): string[][] {
  const from = text.indexOf(`\n## ${heading}\n`);
  const section = text.slice(from + 4).split(/\n## /)[0]!;
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The code spans of a text. */
export function spans(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, span]) => span!);
}
