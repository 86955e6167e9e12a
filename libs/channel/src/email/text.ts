import type { Message, MessageRow } from '@barometer/notice';

const LABEL = 9;
const WIDTH = 78;

/** A message as plain text: labels in a column, lines wrapped under each other, exact figures below a rule. */
export function textOf(message: Message): string {
  const parts = [wrap(message.first, WIDTH).join('\n')];
  parts.push(rowsOf(message.rows));
  if (message.below.length > 0) parts.push(`${'-'.repeat(40)}\n${rowsOf(message.below)}`);
  return `${parts.join('\n\n')}\n`;
}

function rowsOf(rows: readonly MessageRow[]): string {
  return rows.map(({ label, lines }) => rowOf(label, lines)).join('\n');
}

function rowOf(label: string, lines: readonly string[]): string {
  const wrapped = lines.flatMap((line) => wrap(line, WIDTH - LABEL));
  return wrapped.map((line, i) => `${(i === 0 ? label : '').padEnd(LABEL)}${line}`.trimEnd()).join('\n');
}

/** Breaks at spaces; a word longer than the line, such as a link, stays whole. Runs of spaces are kept: they align tables. */
function wrap(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\s)(?=\S)/)) {
    if (current !== '' && (current + word).trimEnd().length > width) {
      lines.push(current.trimEnd());
      current = '';
    }
    current += word;
  }
  lines.push(current.trimEnd());
  return lines;
}
