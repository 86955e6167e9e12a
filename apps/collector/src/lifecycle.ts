import type { OnApplicationBootstrap, OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { ConfigPublisher } from './publish-config.js';
import type { Schedule } from './schedule.js';

/** Starts the collector's parts with the process and stops them before the stores close. */
export class Lifecycle implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly publisher: ConfigPublisher,
    private readonly schedule: Schedule,
  ) {}

  onModuleInit(): Promise<void> {
    return this.publisher.start();
  }

  onApplicationBootstrap(): void {
    this.schedule.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.schedule.stop();
    await this.publisher.stop();
  }
}
