import { Assessor, Outputs, Written } from '@barometer/assessor';
import {
  Acceptor,
  CollectorMetrics,
  importHistory,
  JournalWriter,
  publishConfig,
  RejectLog,
} from '@barometer/collector';
import type { Config } from '@barometer/config';
import { ENGINE, Follower, Snapshots } from '@barometer/desk';
import type { Channel, ReceiverDefinition } from '@barometer/notice';
import { createNotifier, type Notifier, type Sleep } from '@barometer/notifier';
import { createLogger, packing } from '@barometer/service';
import type { Stores } from '@barometer/store';
import { ManualClock } from '@barometer/time';
import { Registry } from 'prom-client';
import { historyItems, itemsOf, type Input } from './inputs.js';
import type { Life } from './life.js';
import { mortalChannel, mortalStores } from './mortal.js';

/** What outlives a process: the disk, the clock on the wall and its receivers. */
export interface World {
  readonly stores: Stores;
  readonly clock: ManualClock;
  readonly config: Config;
  readonly openChannel: (receiver: ReceiverDefinition) => Channel;
}

/** One Barometer process on a world: collector, assessor and notifier over one store, with a life of its own. */
export class Barometer {
  private readonly logger = createLogger({ level: 'silent' });
  private readonly registry = new Registry();
  private readonly written = new Written();
  private readonly waits: ManualClock;
  private readonly stores: Stores;
  private readonly notifier: Notifier;
  private assessor: Assessor | undefined;
  private acceptor: Acceptor | undefined;

  constructor(
    private readonly world: World,
    private readonly life: Life,
  ) {
    this.stores = mortalStores(world.stores, life);
    this.waits = new ManualClock(world.clock.now());
    this.notifier = this.newNotifier();
  }

  /** Starts as `standalone` does: config, history, then the services. */
  async start(): Promise<void> {
    const { clock, config } = this.world;
    await publishConfig(this.stores.journal, config, ENGINE);
    await importHistory(this.stores, historyItems(), { clock, source: 'history' });
    this.acceptor = await this.newAcceptor();
    this.assessor = this.newAssessor();
    await this.assessor.start();
    await this.notifier.start();
  }

  /** Resolves when the input is acknowledged. */
  async take(input: Input): Promise<void> {
    await this.acceptor!.take(itemsOf(input), 'test');
  }

  /** Resolves when everything in the journal is assessed, planned and delivered. */
  async settled(): Promise<void> {
    const { journal, alerts, deliveries } = this.world.stores;
    const [last] = await journal.readBack(await journal.end(), 1);
    await this.written.until(last!.offset, this.life.signal);
    for (;;) {
      let state: string | undefined;
      for await (const [, value] of deliveries.all('~state/')) state = value;
      const planned =
        state === undefined ? undefined : (JSON.parse(state) as { positions: { alerts: number }; live: boolean });
      const read = planned?.live === true && (await alerts.behind(planned.positions.alerts)) === 0;
      if (read && (await isEmpty(this.world.stores))) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (this.life.dead) return;
    }
  }

  /** Ctrl-C. */
  async stop(): Promise<void> {
    await this.notifier.close();
    await this.assessor!.stop();
  }

  private async newAcceptor(): Promise<Acceptor> {
    const { clock, config } = this.world;
    return new Acceptor({
      writer: await JournalWriter.open(this.stores.journal, clock),
      rejects: new RejectLog(this.stores.rejects, clock),
      metrics: new CollectorMetrics(this.registry, {
        stores: this.stores,
        config: { current: config, sound: true, onChange: () => () => undefined },
      }),
      stop: (reason) => {
        throw reason;
      },
    });
  }

  private newAssessor(): Assessor {
    const { alerts, shares, snapshots, journal } = this.stores;
    return new Assessor({
      follower: new Follower({ journal }),
      outputs: new Outputs({ alerts, shares, clock: this.world.clock, writer: 'test' }),
      snapshots: new Snapshots(snapshots, { packing }),
      written: this.written,
      logger: this.logger,
      onFatal: (err) => {
        throw err;
      },
    });
  }

  private newNotifier(): Notifier {
    const { config, openChannel } = this.world;
    return createNotifier({
      stores: this.stores,
      config: { current: config, onChange: () => undefined },
      clock: this.waits,
      channels: (receiver) => mortalChannel(openChannel(receiver), this.life),
      logger: this.logger,
      registry: this.registry,
      assessed: (place, signal) => this.life.answered(() => this.written.until(place, signal)),
      sleep: this.sleep,
    });
  }

  /** The notifier's waits are none: its own clock moves on by as much. */
  private readonly sleep: Sleep = async (wait, signal) => {
    await this.life.answered(() => new Promise<void>((resolve) => setImmediate(resolve)));
    if (!signal.aborted) this.waits.advance(wait);
  };
}

async function isEmpty({ deliveries }: Stores): Promise<boolean> {
  for await (const _ of deliveries.all('~pending/')) return false;
  return true;
}
