/** Breaks plain text at words into lines of at most `width` characters; a longer word stands alone. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Text under an indent, as wide as the terminal; one line where there is none. */
export function indented(text: string, indent: string, stream: { isTTY?: boolean; columns?: number }): string {
  if (stream.isTTY !== true) return indent + text;
  const width = Math.max(20, (stream.columns ?? 80) - indent.length);
  return wrap(text, width)
    .map((line) => indent + line)
    .join('\n');
}
