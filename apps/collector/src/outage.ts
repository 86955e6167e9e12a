import { passes, type Logger } from '@barometer/service';
import { SECOND, type Clock, type Duration } from '@barometer/time';

/** A failure that passes calls for somebody once it has lasted this long. */
const PATIENCE: Duration = 30 * SECOND;

/**
 * Says in few lines that something fails again and again: a warning when it begins, one error when it lasts half a minute or is of a kind
 * that does not pass, and a line when it is over.
 */
export class Outage {
  private since: Duration | undefined;
  private readonly called = new Set<string>();

  constructor(
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>,
  ) {}

  /** It failed; `words` say what. */
  failed(err: unknown, words: string, facts: object = {}): void {
    const first = this.since === undefined;
    this.since ??= this.clock.monotonic();
    if (!passes(err)) this.call(messageOf(err), { err, ...facts }, words);
    else if (this.clock.monotonic() - this.since >= PATIENCE)
      this.call('lasts', { err, ...facts }, `${words}, and this lasts; still trying`);
    else if (first) this.logger.warn({ err, ...facts }, `${words}; trying again until it works`);
  }

  /** It worked; `words` say what goes on where it had failed before. */
  worked(words: string, facts: object = {}): void {
    if (this.since === undefined) return;
    this.since = undefined;
    this.called.clear();
    this.logger.info(facts, words);
  }

  private call(kind: string, facts: object, words: string): void {
    if (this.called.has(kind)) return;
    this.called.add(kind);
    this.logger.error(facts, words);
  }
}

function messageOf(err: unknown): string {
  return (err as Partial<Error> | undefined)?.message ?? String(err);
}
