import { join } from 'node:path';
import { liveChannels } from '@barometer/channel';
import { sharesCheck, type ServiceParts } from '@barometer/service';
import { SECOND } from '@barometer/time';
import type { DynamicModule } from '@nestjs/common';
import { createNotifier, NotifierModule } from './notifier.module.js';
import { ToldCharts } from './told-chart.js';

/** What another notifier was just sending is let be for so long: most attempts end within. */
export const HAND_OVER = 2 * SECOND;

/** The notifier as a process of its own: one of several plans and sends, the others stand by. */
export function assembleNotifier(parts: ServiceParts): DynamicModule {
  const { stores, config, directory, clock, logger, registry, health, onFatal } = parts;
  const charts = new ToldCharts(stores.alerts);
  const notifier = createNotifier({
    ...{ stores, config, clock, logger, registry, onFatal },
    channels: liveChannels({
      settings: () => config.current.settings,
      outboxDirectory: join(directory, 'outbox'),
      forceOutbox: false,
    }),
    chart: (transition) => charts.draw(transition),
    handOver: HAND_OVER,
  });
  health.add(sharesCheck(stores.shares));
  health.add({
    name: 'notifier',
    problem: () => (notifier.state === 'starting' ? 'reading what is to be sent' : undefined),
  });
  return NotifierModule.of(notifier);
}
