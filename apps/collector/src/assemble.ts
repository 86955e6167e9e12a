import { ENGINE } from '@barometer/desk';
import { openIncidentTopics, type ServiceParts } from '@barometer/service';
import type { DynamicModule } from '@nestjs/common';
import { CollectorModule } from './collector.module.js';

/** The collector as a process of its own: one of any number, which share out the partitions of the input topics. */
export async function assembleCollector(parts: ServiceParts): Promise<DynamicModule> {
  const { stores, config, clock, logger, registry, health, shutdown, onFatal } = parts;
  const { kafka, folder, http } = config.current.settings;
  const topics = await openIncidentTopics(kafka, { role: 'collector', logger, onFatal });
  if (topics) shutdown.add('input topics', () => topics.close());
  return CollectorModule.on({
    ...{ stores, config, clock, logger, registry, health },
    engine: ENGINE,
    limits: { maxBody: http.maxBody },
    stop: onFatal,
    inBackground: true,
    ...(folder === undefined ? {} : { folder: folder.directory }),
    ...(topics === undefined ? {} : { topics }),
  });
}
