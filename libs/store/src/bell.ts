/** Wakes those who wait for a condition, inside one process and without polling. */
export class Bell {
  private readonly waiting = new Set<() => void>();

  /** Looks at every waiting condition again. */
  ring(): void {
    for (const look of [...this.waiting]) look();
  }

  /** Resolves once `reached()` holds, looked at now and at each ring, or when the signal aborts. */
  wait(reached: () => boolean, signal: AbortSignal): Promise<void> {
    if (signal.aborted || reached()) return Promise.resolve();
    return new Promise((resolve) => {
      const leave = () => {
        this.waiting.delete(look);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const look = () => {
        if (reached()) leave();
      };
      this.waiting.add(look);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
