/** How far the journal is folded with everything that came out of it in the alert log: others may wait for it. */
export class Written {
  private place = -1;
  private waiting: { readonly place: number; readonly resolve: () => void }[] = [];

  /** Everything caused by entries up to this place is written. */
  upTo(place: number): void {
    this.place = Math.max(this.place, place);
    this.waiting = this.waiting.filter((one) => {
      if (one.place > this.place) return true;
      one.resolve();
      return false;
    });
  }

  /** Resolves when everything caused by entries up to the place is written, or when the signal aborts. */
  until(place: number, signal: AbortSignal): Promise<void> {
    if (place <= this.place || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push({ place, resolve });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
