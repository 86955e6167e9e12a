import { clean } from '@barometer/notice';
import Table from 'cli-table3';
import type { Io } from './io.js';
import { paintFor, type Colour } from './paint.js';

/** A cell: text, or text in a colour. */
export type Cell = string | { readonly text: string; readonly colour: Colour };

const NO_BORDER = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, name === 'middle' ? '  ' : '']),
);
const GAP = 2;
const NARROWEST = 24;
const LONGEST = 2_000;

/**
 * Rows under a heading, columns two spaces apart. On a terminal the last column wraps at words to fit;
 * elsewhere a row is one line, however long.
 */
export function formatTable(io: Io, head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const paint = paintFor(io, io.stdout);
  const texts = rows.map((row) => row.map((cell) => clean(typeof cell === 'string' ? cell : cell.text, LONGEST)));
  const widths = head.map((title, column) => Math.max(title.length, ...texts.map((row) => row[column]?.length ?? 0)));
  const fitted = io.stdout.isTTY ? fit(widths, io.stdout.columns ?? 80) : widths;
  const table = new Table({
    chars: NO_BORDER,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: fitted,
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  table.push(head.map((title) => paint('dim', title)));
  rows.forEach((row, line) => {
    table.push(row.map((cell, column) => painted(cell, texts[line]![column]!)));
  });
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');

  function painted(cell: Cell, text: string): string {
    return typeof cell === 'string' ? text : paint(cell.colour, text);
  }
}

/** Widths that fit the terminal: the last column gives way first, then the widest of the others. */
function fit(widths: readonly number[], columns: number): number[] {
  const fitted = [...widths];
  const spare = () => columns - GAP * (fitted.length - 1) - fitted.reduce((sum, width) => sum + width, 0);
  const last = fitted.length - 1;
  if (spare() < 0) fitted[last] = Math.max(Math.min(NARROWEST, fitted[last]!), fitted[last]! + spare());
  while (spare() < 0) {
    const widest = fitted.indexOf(Math.max(...fitted));
    if (fitted[widest]! <= NARROWEST / 2) break;
    fitted[widest]! -= 1;
  }
  return fitted;
}
