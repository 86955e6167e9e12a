import { hostname } from 'node:os';
import { Follower } from '@barometer/desk';
import { sharesCheck, type ServiceParts } from '@barometer/service';
import type { DynamicModule } from '@nestjs/common';
import { AssessorModule } from './assessor.module.js';
import { Written } from './written.js';

/** The assessor as a process of its own: one of several warm twins, which share out who writes what. */
export function assembleAssessor(parts: ServiceParts): DynamicModule {
  const { stores, clock, logger, registry, health, onFatal } = parts;
  health.add(sharesCheck(stores.shares));
  return AssessorModule.on({
    ...{ stores, clock, logger, registry, health, onFatal },
    follower: new Follower({ journal: stores.journal, alerts: stores.alerts }),
    written: new Written(),
    writer: `${hostname()}/${process.pid}`,
    inBackground: true,
  });
}
