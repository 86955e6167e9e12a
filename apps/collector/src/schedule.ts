import type { Logger } from '@barometer/service';
import type { Duration } from '@barometer/time';
import type { SchedulerRegistry } from '@nestjs/schedule';

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
    private readonly logger: Logger,
  ) {}

  start(): void {
    for (const task of this.tasks) {
      const timer = setInterval(() => this.runOnce(task), task.every);
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

  private runOnce(task: Task): void {
    if (this.running.has(task.name)) return;
    const run = task
      .run()
      .catch((error: unknown) => this.logger.error({ err: error, task: task.name }, 'a scheduled task failed'))
      .finally(() => this.running.delete(task.name));
    this.running.set(task.name, run);
  }
}
