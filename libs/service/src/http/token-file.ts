import { readFileSync } from 'node:fs';
import type { Logger } from '../log/logger.js';
import { parseTokens, type Operator, type Tokens } from './tokens.js';

/** The tokens of a file that may be edited while it is in use: a broken edit changes nothing and is an error in the log. */
export class TokenFile implements Tokens {
  private text: string;
  private tokens: Tokens;

  /** Reads the file; throws where it cannot be read, or with the number of the line that is wrong. */
  constructor(
    private readonly file: string,
    private readonly logger: Pick<Logger, 'info' | 'error'>,
  ) {
    this.text = readFileSync(file, 'utf8');
    this.tokens = parseTokens(this.text);
  }

  holder(digest: Buffer): Operator | undefined {
    return this.tokens.holder(digest);
  }

  /** Looks whether the file is another now, and goes by it if it can. */
  look(): void {
    const before = this.text;
    try {
      this.text = readFileSync(this.file, 'utf8');
      if (this.text === before) return;
      this.tokens = parseTokens(this.text);
      this.logger.info({ file: this.file }, 'the edited token file is in effect');
    } catch (err) {
      this.logger.error(
        { err, file: this.file },
        'the edited token file is not in effect: the tokens before it still are',
      );
    }
  }
}
