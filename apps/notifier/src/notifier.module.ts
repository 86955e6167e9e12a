import { Module, type DynamicModule, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { timerSleep } from '@barometer/service';
import { assessedElsewhere } from './assessed.js';
import { ChannelSet } from './channel-set.js';
import { Pruner } from './closed.js';
import { Deliverer } from './deliverer.js';
import { Inputs } from './inputs.js';
import { Ledger } from './ledger.js';
import { Notifier } from './notifier.js';
import { DeliveryMetrics } from './notifier.metrics.js';
import { Planner } from './planner.js';
import type { NotifierPorts } from './ports.js';

/** Starts with the application and ends with it. */
class NotifierLife implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(private readonly notifier: Notifier) {}

  onApplicationBootstrap(): Promise<void> {
    return this.notifier.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.notifier.close();
  }
}

/** The notifier as a module: logs and ledger in, planner, deliverer, channels out. */
@Module({})
export class NotifierModule {
  static on(ports: NotifierPorts): DynamicModule {
    return NotifierModule.of(createNotifier(ports));
  }

  /** The same around a notifier that others hold as well. */
  static of(notifier: Notifier): DynamicModule {
    return {
      module: NotifierModule,
      providers: [
        { provide: Notifier, useValue: notifier },
        { provide: NotifierLife, useFactory: () => new NotifierLife(notifier) },
      ],
      exports: [Notifier],
    };
  }
}

/** Puts a notifier together, in the order data flows; it starts when it is told to. */
export function createNotifier(ports: NotifierPorts): Notifier {
  const { stores, config, clock, logger, registry, chart } = ports;
  const { sleep = timerSleep, handOver = 0, onFatal = fail } = ports;
  const inputs = new Inputs(stores.alerts, stores.journal, (from, begin) =>
    logger.error({ from, begin }, 'the alert log was cut ahead of planning: what it told before cannot be delivered'),
  );
  const ledger = new Ledger(stores.deliveries);
  const channels = new ChannelSet(config, ports.channels);
  const pending = () => notifier.pending.map(({ planned }) => Date.parse(planned.times.planned));
  const metrics = new DeliveryMetrics(registry, {
    pending,
    now: () => clock.now(),
    active: () => notifier.state === 'active',
    behind: () => notifier.behind(),
  });
  const common = { inputs, ledger, channels, config, clock, sleep, logger, onFatal };
  const notifier: Notifier = new Notifier({
    ...common,
    shares: stores.shares,
    planner: new Planner(common),
    pruner: new Pruner({ ledger, clock, keep: () => config.current.settings.deliveries.keep }),
    deliverer: (term, cut) =>
      new Deliverer({ ...common, metrics, term, cut, handOver, ...(chart === undefined ? {} : { chart }) }),
    assessed: ports.assessed ?? assessedElsewhere(stores.feeds, sleep),
  });
  return notifier;
}

function fail(error: unknown): never {
  throw error;
}
