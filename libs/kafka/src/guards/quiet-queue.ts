import { inside } from './internals.js';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  scheduleCheckPendingRequests(): void;
  checkPendingRequests(): void;
}

const guarded = new WeakSet<object>();
/** What the queue itself waits while requests are pending, ms. */
const PENDING = 10;

/**
 * Keeps each connection from waking up a thousand times a second with nothing to do: kafkajs sets its timer for the end of a throttling
 * also when that lies in the past, again and again. May be called again.
 */
export function guardQueue(): void {
  const { prototype } = inside<{ prototype: RequestQueue }>('network/requestQueue/index.js');
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  prototype.scheduleCheckPendingRequests = function () {
    const throttled = this.throttledUntil - Date.now();
    if (this.throttleCheckTimeoutId || (this.pending.length === 0 && throttled <= 0)) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      Math.max(throttled, PENDING),
    );
  };
}
