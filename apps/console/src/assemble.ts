import { join } from 'node:path';
import { liveChannels } from '@barometer/channel';
import { Follower } from '@barometer/desk';
import type { ServiceParts } from '@barometer/service';
import type { DynamicModule } from '@nestjs/common';
import { ConsoleModule } from './console.module.js';
import { DeskCache } from './desk-cache.js';
import { DeskTwin } from './desk-twin.js';
import { sendAgain } from './send-again.js';
import { sendTest } from './send-test.js';

/** The console as a process of its own: a desk to look at, logs to read, and the journal to write acts to. */
export function assembleConsole(parts: ServiceParts): DynamicModule {
  const { stores, config, directory, clock, logger, registry, health, shutdown, onFatal } = parts;
  const follower = new Follower({ journal: stores.journal, alerts: stores.alerts });
  const twin = new DeskTwin({ follower, stores, logger, onFatal });
  shutdown.add('desk', () => twin.stop());
  health.add({ name: 'desk', problem: () => twin.problem() });
  twin.start();
  const past = new DeskCache(stores.journal);
  const outboxDirectory = join(directory, 'outbox');
  const channels = liveChannels({ settings: () => config.current.settings, outboxDirectory, forceOutbox: false });
  return ConsoleModule.on({
    ...{ stores, config, clock, logger, registry, outboxDirectory },
    desk: () => twin.desk,
    deskAt: (at) => past.at(at),
    sendTest: (receiver) => sendTest({ config, clock, channels, logger }, receiver),
    sendAgain: (asked) => sendAgain({ stores, config, clock, channels, logger }, asked),
  });
}
