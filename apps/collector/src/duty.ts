import type { Logger } from '@barometer/service';
import type { Log, Shares, Table } from '@barometer/store';
import { SECOND, type Clock, type Duration } from '@barometer/time';
import { Backoff, pause } from './backoff.js';
import type { Gate } from './gate.js';
import { Outage } from './outage.js';
import type { ConfigSource } from './ports.js';
import { publishConfig } from './publish-config.js';

/** The name whose owner does what one collector does for all. */
const NAME = 'collector';
/** How often a collector that waits for another's import looks whether it is done. */
const LOOK: Duration = SECOND;

/** History that goes into the journal before anything live. */
export interface HistoryImport {
  done(): Promise<boolean>;
  /** Answers false when the signal stopped it, or it is another's turn. */
  run(signal: AbortSignal): Promise<boolean>;
}

export interface DutyParts {
  readonly journal: Log;
  readonly feeds: Table;
  readonly shares: Shares;
  readonly config: ConfigSource;
  readonly engine: string;
  readonly gate: Gate;
  /** None where nothing is imported: the gate opens at once. */
  readonly history?: HistoryImport;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly logger: Logger;
  /** Starts at once and publishes when it can; otherwise the start waits for it. */
  readonly inBackground?: boolean;
  readonly backoff?: Backoff;
}

/** Whether this process is the one that does it. */
export function ownsDuty(shares: Shares): boolean {
  return shares.owns(NAME);
}

/** What one collector does for all: publishes the config, at start and after every edit, and imports history. */
export class Duty {
  private readonly stopping = new AbortController();
  private unsubscribe: () => void = () => {};
  private ring: () => void = () => {};
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: DutyParts) {}

  /** Resolves when the config at start is durable, where that is this process's duty and not left to the background. */
  async start(): Promise<void> {
    const { config, shares, gate, history, inBackground } = this.parts;
    this.unsubscribe = config.onChange(() => this.ring());
    if (!history) gate.open();
    if (!inBackground && ownsDuty(shares)) await this.publish();
    this.running = this.run(this.stopping.signal);
  }

  /** Resolves when what is under way is durable. */
  async stop(): Promise<void> {
    this.unsubscribe();
    this.stopping.abort();
    this.ring();
    await this.running;
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { clock, logger, backoff = new Backoff() } = this.parts;
    const outage = new Outage(clock, logger);
    while (!signal.aborted) {
      const waiting = new AbortController();
      // Asked for before looking, so that nothing changes unseen in between.
      const changed = Promise.race([this.rung(), this.parts.shares.changed(waiting.signal)]);
      try {
        await this.look(signal);
        backoff.reset();
        outage.worked('the config and the history are written again');
        await (this.parts.gate.closed ? Promise.race([changed, pause(LOOK, waiting.signal)]) : changed);
      } catch (err) {
        outage.failed(err, 'the config or the history could not be written');
        await backoff.wait(signal);
      }
      waiting.abort();
    }
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { shares, gate, history } = this.parts;
    const owns = ownsDuty(shares);
    if (owns) await this.publish();
    if (!history || !gate.closed) return;
    if (await (owns ? history.run(signal) : history.done())) gate.open();
  }

  private async publish(): Promise<void> {
    const { journal, feeds, shares, config, engine, logger } = this.parts;
    await publishConfig(journal, config.current, engine, {
      feeds,
      mine: () => ownsDuty(shares),
      onOlder: (inForce) =>
        logger.warn(
          { inForce, engine },
          'the edited config is not in effect: only a collector of the newer engine may publish it',
        ),
    });
  }

  private rung(): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => (this.ring = resolve));
  }
}
