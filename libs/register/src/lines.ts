const BREAK = '\n';

/** Whether a text can be one of `Lines`. */
export function fitsLine(text: string): boolean {
  return !text.includes(BREAK);
}

/** Texts without line breaks, kept as one: there are as many as records, and most are never asked for. */
export class Lines {
  /** Where each begins, and one more: where the next would. */
  private begins: readonly number[] | undefined;

  constructor(readonly text: string) {}

  static of(texts: readonly string[]): Lines {
    return new Lines(texts.join(BREAK));
  }

  at(index: number): string {
    const begins = (this.begins ??= beginsIn(this.text));
    return this.text.slice(begins[index]!, begins[index + 1]! - 1);
  }

  /** A hash of the text there: the same as `hashOf` gives of it. */
  hashAt(index: number): number {
    const begins = (this.begins ??= beginsIn(this.text));
    return hashIn(this.text, begins[index]!, begins[index + 1]! - 1);
  }
}

function beginsIn(text: string): number[] {
  const begins = [0];
  for (let end = text.indexOf(BREAK); end >= 0; end = text.indexOf(BREAK, end + 1)) begins.push(end + 1);
  begins.push(text.length + 1);
  return begins;
}

/** A hash of a text, 30 bits. */
export function hashOf(text: string): number {
  return hashIn(text, 0, text.length);
}

function hashIn(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x3fff_ffff;
}
