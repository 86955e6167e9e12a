import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ActsController } from './api/acts.controller.js';
import { AlertsController } from './api/alerts.controller.js';
import { DeliveriesController } from './api/deliveries.controller.js';
import { LogsController } from './api/logs.controller.js';
import { ReadingsController } from './api/readings.controller.js';
import { NoSuchPathFilter } from './api/refusal-filter.js';
import { consoleMetrics } from './console.metrics.js';
import { PagesController } from './pages/pages.controller.js';
import type { ConsolePorts } from './ports.js';
import { ROOM, openRoom } from './views/room.js';

/** Desk and logs → views → API, pages and metrics; acts → journal. */
@Module({})
export class ConsoleModule {
  static on(ports: ConsolePorts): DynamicModule {
    return {
      module: ConsoleModule,
      providers: [
        { provide: APP_FILTER, useClass: NoSuchPathFilter },
        {
          provide: ROOM,
          useFactory: () => {
            consoleMetrics(ports);
            return openRoom(ports);
          },
        },
      ],
      controllers: [
        ReadingsController,
        AlertsController,
        LogsController,
        ActsController,
        DeliveriesController,
        PagesController,
      ],
    };
  }
}
