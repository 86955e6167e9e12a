import type { OnApplicationBootstrap, OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Duty } from './duty.js';
import type { Schedule } from './schedule.js';
import type { TopicReader } from './topic-reader.js';

/** Starts the collector's parts with the process and stops them before the stores close. */
export class Lifecycle implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly duty: Duty,
    private readonly schedule: Schedule,
    private readonly topics?: TopicReader,
  ) {}

  onModuleInit(): Promise<void> {
    return this.duty.start();
  }

  onApplicationBootstrap(): void {
    this.schedule.start();
    this.topics?.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.topics?.stop();
    await this.schedule.stop();
    await this.duty.stop();
  }
}
