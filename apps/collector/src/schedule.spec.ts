import { createLogger } from '@barometer/service';
import { ManualClock } from '@barometer/time';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Schedule } from './schedule.js';

const logger = createLogger({ level: 'silent' });
const clock = new ManualClock(0);
const registry = () => new SchedulerRegistry();

describe('Schedule', () => {
  it('runs a task again and again, never twice at a time, also after it failed', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    let third: () => void = () => {};
    const ranThrice = new Promise<void>((resolve) => (third = resolve));
    const run = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      if (++runs === 3) third();
      throw new Error('no');
    };
    const schedule = new Schedule(registry(), [{ name: 'task', every: 1, run }], clock, logger);
    const keepAlive = setInterval(() => {}, 1000);
    schedule.start();
    await ranThrice;
    await schedule.stop();
    clearInterval(keepAlive);
    expect([most, running]).toEqual([1, 0]);
  });

  it('stops twice without harm', async () => {
    const intervals = registry();
    const schedule = new Schedule(intervals, [{ name: 'task', every: 1000, run: async () => {} }], clock, logger);
    schedule.start();
    expect(intervals.getIntervals()).toEqual(['task']);
    await schedule.stop();
    await schedule.stop();
    expect(intervals.getIntervals()).toEqual([]);
  });
});
