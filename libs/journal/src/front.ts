/**
 * A field with what comes before and after its value; one that holds its own end, in a text or further down, does not
 * fit, because what follows is then not the field that comes next.
 */
export interface Field {
  readonly opens: string;
  readonly closes: string;
  readonly needed: boolean;
}

/** Reads a line of known shape from its front: what is not there as expected makes the whole reading fail. */
export class Front {
  /** Where the next word begins. */
  at = 0;
  /** Whether everything was as expected so far. */
  fits = true;

  constructor(private readonly line: string) {}

  /** These very letters come next. */
  skip(letters: string): void {
    if (this.line.startsWith(letters, this.at)) this.at += letters.length;
    else this.fits = false;
  }

  /** Whether these letters come next; skips them where they do. */
  has(letters: string): boolean {
    if (!this.line.startsWith(letters, this.at)) return false;
    this.at += letters.length;
    return true;
  }

  /** The text up to the next quote, which is skipped; the likely one is shared, not copied. A text with escapes does not fit. */
  text(likely = ''): string {
    const { line, at } = this;
    if (line.charCodeAt(at + likely.length) === QUOTE && line.startsWith(likely, at)) {
      this.at += likely.length + 1;
      return likely;
    }
    const end = line.indexOf('"', at);
    const text = line.slice(at, end);
    if (end < 0 || text.includes('\\')) this.fits = false;
    this.at = end + 1;
    return text;
  }

  /** A whole number as JSON writes it. */
  number(): number {
    const sign = this.has('-') ? -1 : 1;
    let value = 0;
    const from = this.at;
    for (let digit = this.digit(); digit >= 0; digit = this.digit()) {
      value = value * 10 + digit;
      this.at++;
    }
    const next = this.line[this.at];
    if (this.at === from || this.at > from + MOST_DIGITS || (next !== ',' && next !== '}')) this.fits = false;
    return sign * value;
  }

  /** Fields that come next in this order; answers which of them are there and not empty, a bit each. */
  fields(fields: readonly Field[]): number {
    let filled = 0;
    for (let i = 0; i < fields.length; i++) {
      const { opens, closes, needed } = fields[i]!;
      if (!this.has(opens)) {
        if (needed) this.fits = false;
      } else if (!this.has(closes)) {
        this.goPast(closes);
        filled |= 1 << i;
      }
    }
    return filled;
  }

  /** What is not read yet. */
  get rest(): string {
    return this.line.slice(this.at);
  }

  private goPast(letters: string): void {
    const found = this.line.indexOf(letters, this.at);
    if (found < 0) this.fits = false;
    else this.at = found + letters.length;
  }

  private digit(): number {
    const digit = this.line.charCodeAt(this.at) - ZERO;
    return digit <= 9 ? digit : -1;
  }
}

const QUOTE = 34;
const ZERO = 48;
/** So many digits are exact in any case. */
const MOST_DIGITS = 15;
