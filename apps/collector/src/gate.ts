/** Input came while history is still imported; the sender sends it again. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** Keeps live input out of the journal until its history is in. */
export class Gate {
  private isOpen = false;
  private resolve: () => void = () => {};
  private readonly opening = new Promise<void>((resolve) => (this.resolve = resolve));

  get closed(): boolean {
    return !this.isOpen;
  }

  /** Throws `NotYet` while it is closed. */
  assertOpen(): void {
    if (!this.isOpen) throw new NotYet('history is still being imported');
  }

  open(): void {
    this.isOpen = true;
    this.resolve();
  }

  /** Resolves once it is open, or when the signal aborts. */
  async opened(signal: AbortSignal): Promise<void> {
    if (this.isOpen || signal.aborted) return;
    let leave: () => void = () => {};
    const aborted = new Promise<void>((resolve) => (leave = resolve));
    signal.addEventListener('abort', leave, { once: true });
    await Promise.race([this.opening, aborted]);
    signal.removeEventListener('abort', leave);
  }
}
