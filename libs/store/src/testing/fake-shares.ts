import { Bell } from '../bell.js';
import type { Shares } from '../shares.js';

/** Shares that tests hand out: everything at first, then what `assign` says. */
export class FakeShares implements Shares {
  private names: ReadonlySet<string> | undefined;
  private changes = 0;
  private readonly bell = new Bell();
  private out = false;

  /** Owns exactly these names from now on; without an argument, everything. */
  assign(names?: readonly string[]): void {
    this.names = names && new Set(names);
    this.changes++;
    this.bell.ring();
  }

  /** Owns nothing from now on, and is none of those who share. */
  leave(): void {
    this.out = true;
    this.assign([]);
  }

  takesPart(): boolean {
    return !this.out;
  }

  owns(name: string): boolean {
    return this.names === undefined || this.names.has(name);
  }

  changed(signal: AbortSignal): Promise<void> {
    const seen = this.changes;
    return this.bell.wait(() => this.changes > seen, signal);
  }
}

/** Shares that own everything until told otherwise. */
export const fakeShares = (): FakeShares => new FakeShares();
