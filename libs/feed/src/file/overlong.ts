import { createHash } from 'node:crypto';

/** What is kept of a record that is too long: its first bytes, its length and its SHA-256. */
export class Overlong {
  private readonly hash = createHash('sha256');
  private readonly kept: Uint8Array[] = [];
  private room: number;
  private length = 0;

  constructor(keep: number) {
    this.room = keep;
  }

  add(part: Uint8Array): void {
    this.hash.update(part);
    this.length += part.length;
    if (this.room === 0) return;
    const fits = part.slice(0, this.room);
    this.kept.push(fits);
    this.room -= fits.length;
  }

  head(): Uint8Array {
    return Buffer.concat(this.kept);
  }

  summary(): { readonly length: number; readonly sha256: string } {
    return { length: this.length, sha256: this.hash.digest('hex') };
  }
}
