import type { ConfigEntry } from '@barometer/journal';
import { encodeEntry } from '@barometer/journal';
import type { Log } from '@barometer/store';
import { journalTail } from './journal-tail.js';
import type { ConfigSource } from './ports.js';

/** Appends the definition when it, or the engine, differs from what the journal holds; answers whether it did. */
export async function publishConfig(journal: Log, current: ConfigSource['current'], engine: string): Promise<boolean> {
  const { config: inForce } = await journalTail(journal);
  const { hash, definition } = current;
  if (inForce?.hash === hash && inForce.engine === engine) return false;
  const entry: ConfigEntry = { type: 'config', engine, hash, replaces: inForce?.hash ?? null, definition };
  await journal.append([{ value: encodeEntry(entry) }]);
  return true;
}

/** Publishes the config at start and after every edit, one at a time. */
export class ConfigPublisher {
  private running: Promise<unknown> = Promise.resolve();
  private unsubscribe: () => void = () => {};

  constructor(
    private readonly journal: Log,
    private readonly config: ConfigSource,
    private readonly engine: string,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Resolves when the config at start is durable. */
  async start(): Promise<void> {
    this.unsubscribe = this.config.onChange(() => void this.publish().catch(this.onFailure));
    await this.publish();
  }

  /** Resolves when what is being published is durable. */
  async stop(): Promise<void> {
    this.unsubscribe();
    await this.running;
  }

  private publish(): Promise<unknown> {
    const next = this.running.then(() => publishConfig(this.journal, this.config.current, this.engine));
    this.running = next.catch(() => undefined);
    return next;
  }
}
