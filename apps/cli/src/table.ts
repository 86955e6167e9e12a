import { clean } from '@barometer/notice';
import Table from 'cli-table3';
import type { Io } from './io.js';
import { paintFor, type Colour } from './paint.js';
import { indented } from './wrap.js';

/** A cell: text, or text in a colour. */
export type Cell = string | { readonly text: string; readonly colour: Colour };

const EDGES = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'];
const INSIDE = ['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'];
const GAP = '  ';
const NO_BORDER = { ...Object.fromEntries([...EDGES, ...INSIDE].map((name) => [name, ''])), middle: GAP };
/** The last column gets this much, or a line of its own. */
const READABLE = 36;
const LONGEST = 2_000;

/**
 * Rows under a heading, columns two spaces apart. A row is one line where the output is not a terminal;
 * on one the last column wraps at words, and moves to lines of its own where there is no room for it.
 */
export function formatTable(io: Io, head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cleaned = rows.map((row) => row.map(cleanCell));
  const widths = head.map((title, i) => Math.max(title.length, ...cleaned.map((row) => textOf(row[i]!).length)));
  if (io.stdout.isTTY !== true) return aligned(io, head, cleaned, widths);
  const last = widths.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + GAP.length, 0);
  const room = (io.stdout.columns ?? 80) - before;
  if (widths[last]! > room && room < READABLE) return stacked(io, cleaned, widths);
  return aligned(io, head, cleaned, [...widths.slice(0, last), Math.min(widths[last]!, room)]);
}

function aligned(
  io: Io,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  colWidths: readonly number[],
): string {
  const paint = paintFor(io, io.stdout);
  const table = new Table({
    chars: NO_BORDER,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colWidths: [...colWidths],
    wordWrap: true,
  });
  table.push(head.map((title) => paint('dim', title)));
  for (const row of rows) table.push(row.map((cell) => painted(io, cell)));
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** Two lines a row: the last column under the others, of which the first two stay aligned. */
function stacked(io: Io, rows: readonly (readonly Cell[])[], widths: readonly number[]): string {
  const lines = rows.map((row) => {
    const first = row.slice(0, -1).map((cell, column) => {
      const spaces = column < 2 ? ' '.repeat(widths[column]! - textOf(cell).length) : '';
      return painted(io, cell) + spaces;
    });
    const under = textOf(row.at(-1)!);
    return `${first.join(GAP).trimEnd()}${under === '' ? '' : `\n${indented(under, '    ', io.stdout)}`}`;
  });
  return lines.join('\n');
}

function painted(io: Io, cell: Cell): string {
  return typeof cell === 'string' ? cell : paintFor(io, io.stdout)(cell.colour, cell.text);
}

function cleanCell(cell: Cell): Cell {
  return typeof cell === 'string' ? clean(cell, LONGEST) : { ...cell, text: clean(cell.text, LONGEST) };
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
