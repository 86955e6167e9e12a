import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type Config } from '@barometer/config';
import { openEmbedded } from '@barometer/embedded';
import { ManualClock } from '@barometer/time';
import { Barometer } from './barometer.js';
import { channelsThrough } from './channels.js';
import { writeConfig } from './config-file.js';
import { lookAtDisk, type Disk } from './disk.js';
import { liveInputs } from './inputs.js';
import { Life } from './life.js';
import type { Accepted, Receivers } from './receivers.js';

const INPUTS = liveInputs();
/** Each process gets ports of its own. */
const NO_DOOR = { smtpPort: 25, url: 'http://127.0.0.1/hook' };

/** The same history and the same reports, taken in by one process after another on one disk. */
export class Scenario {
  private readonly directory = mkdtempSync(join(tmpdir(), 'barometer-kill-'));
  private readonly config: Config;
  private readonly clock = new ManualClock(INPUTS[0]!.at - 1);
  /** The receivers' doors of its processes, in order. */
  readonly doors: number[] = [];
  /** How many inputs were acknowledged to their producer. */
  private acknowledged = 0;

  constructor(private readonly receivers: Receivers) {
    const { config, problems } = loadConfig(writeConfig(this.directory, NO_DOOR));
    if (!config) throw new Error(problems.map(({ message }) => message).join('\n'));
    this.config = config;
  }

  /** What the receivers accepted in this scenario. */
  get accepted(): readonly Accepted[] {
    return this.receivers.accepted.filter(({ door }) => this.doors.includes(door));
  }

  /** Runs one process until everything is done, or until it dies; answers whether it was done and the steps it took. */
  async run(limit = Infinity): Promise<{ done: boolean; steps: number }> {
    // A process that dies while it only reads never leaves this turn of the event loop by itself: let others have theirs.
    await new Promise((resolve) => setImmediate(resolve));
    const stores = await openEmbedded(this.directory);
    const life = new Life(limit);
    const door = await this.receivers.open();
    this.doors.push(door.number);
    const openChannel = channelsThrough(door, this.config);
    const barometer = new Barometer({ stores, clock: this.clock, config: this.config, openChannel }, life);
    try {
      const done = await Promise.race([this.work(barometer).then(() => true), life.death.then(() => false)]);
      return { done: done && !life.dead, steps: life.steps };
    } finally {
      life.end();
      door.shut();
      await stores.close();
    }
  }

  /** Every input is sent until it is acknowledged. */
  private async work(barometer: Barometer): Promise<void> {
    await barometer.start();
    for (let input = INPUTS[this.acknowledged]; input; input = INPUTS[++this.acknowledged]) {
      this.clock.advance(Math.max(0, input.at - this.clock.now()));
      await barometer.take(input);
    }
    await barometer.settled();
    await barometer.stop();
  }

  /** The reports whose producer needs not send them again. */
  get acknowledgedRefs(): readonly string[] {
    return INPUTS.slice(0, this.acknowledged).map(({ ref }) => ref);
  }

  /** Looks at the disk while no process runs. */
  disk(): Promise<Disk> {
    return lookAtDisk(this.directory);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
