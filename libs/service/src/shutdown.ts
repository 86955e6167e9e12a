import type { Logger } from './log/logger.js';

/** What closes when the process ends: the last added first, each waiting for the one before it. */
export interface Shutdown {
  add(name: string, close: () => Promise<void> | void): void;
  /** Closes everything once; a failing step is logged and does not keep the others open. */
  close(): Promise<void>;
}

/** An ordered shutdown: added in the order data flows backwards, closed in reverse. */
export function createShutdown(logger: Logger): Shutdown {
  const steps: { name: string; close: () => Promise<void> | void }[] = [];
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        await step.close();
      } catch (err) {
        logger.error({ err, step: step.name }, 'closing failed');
      }
    }
  };
  return {
    add: (name, close) => void steps.push({ name, close }),
    close: () => (closing ??= closeAll()),
  };
}

/** How long closing may take, ms; Kubernetes gives 30 s before it kills. */
const LONGEST = 20_000;

/**
 * Closes on SIGINT and SIGTERM, then ends the process with 0; a second signal ends it at once with 1, as does closing that takes
 * over 20 s. `onAsked` is told first.
 */
export function closeOnSignals(close: () => Promise<void>, onAsked: () => void = () => undefined): void {
  let asked = false;
  const end = () => {
    if (asked) process.exit(1);
    asked = true;
    onAsked();
    setTimeout(() => give('closing took over 20 s; ended without waiting longer'), LONGEST).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => give(error instanceof Error ? error.message : String(error)),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function give(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
