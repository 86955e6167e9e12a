import type { Logger } from '@barometer/service';
import type { Clock, Duration } from '@barometer/time';
import type { SchedulerRegistry } from '@nestjs/schedule';
import { Outage } from './outage.js';

/** Something done again and again; never twice at a time. */
export interface Task {
  readonly name: string;
  readonly every: Duration;
  run(): Promise<void>;
}

/** Runs the collector's tasks from its start to its end. */
export class Schedule {
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly tasks: readonly Task[],
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    for (const task of this.tasks) {
      const outage = new Outage(this.clock, this.logger);
      const timer = setInterval(() => this.runOnce(task, outage), task.every);
      timer.unref();
      this.registry.addInterval(task.name, timer);
    }
  }

  /** Resolves when no task is running any more. */
  async stop(): Promise<void> {
    for (const { name } of this.tasks) {
      if (this.registry.doesExist('interval', name)) this.registry.deleteInterval(name);
    }
    await Promise.all(this.running.values());
  }

  private runOnce(task: Task, outage: Outage): void {
    const { name } = task;
    if (this.running.has(name)) return;
    const run = task
      .run()
      .then(() => outage.worked('a scheduled task works again', { task: name }))
      .catch((error: unknown) => outage.failed(error, 'a scheduled task failed', { task: name }))
      .finally(() => this.running.delete(name));
    this.running.set(name, run);
  }
}
