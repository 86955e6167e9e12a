import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertRecord } from '@barometer/alert';
import { loadConfig, type Config } from '@barometer/config';
import { openEmbedded } from '@barometer/embedded';
import { decodeEntry } from '@barometer/journal';
import type { Log } from '@barometer/store';
import { ManualClock } from '@barometer/time';
import { Barometer } from './barometer.js';
import { writeConfig } from './config-file.js';
import { liveInputs } from './inputs.js';
import { Life } from './life.js';
import { channelsThrough } from './channels.js';
import type { Accepted, Receivers } from './receivers.js';

/** What the disk holds between two processes. */
export interface Disk {
  /** `dataset/recordId.revision` of every report in the journal, in order. */
  readonly journal: readonly string[];
  /** Every transition of the alert log, byte for byte. */
  readonly alerts: readonly string[];
  /** Message-IDs and webhook-ids that the ledger knows to be accepted. */
  readonly ledger: ReadonlySet<string>;
  /** Deliveries planned and not finished. */
  readonly pending: number;
}

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
  async disk(): Promise<Disk> {
    const stores = await openEmbedded(this.directory);
    const journal = (await all(stores.journal)).map(decodeEntry);
    const ledger = new Set<string>();
    let pending = 0;
    for await (const [key] of stores.deliveries.all()) {
      if (key.startsWith('~pending/')) pending++;
      if (!key.endsWith('/accepted')) continue;
      const plan = JSON.parse((await stores.deliveries.get(key.replace(/accepted$/, 'planned')))!) as PlannedIds;
      ledger.add(plan.channel === 'email' ? plan.thread.messageId : plan.key);
    }
    const alerts = (await all(stores.alerts)).map((value) => (JSON.parse(value) as AlertRecord).transition);
    await stores.close();
    return {
      journal: journal.flatMap((entry) => {
        if (entry.type !== 'revision') return [];
        const { dataset, recordId, revision } = entry.revision;
        return [`${dataset}/${recordId}.${revision}`];
      }),
      alerts: alerts.map((transition) => JSON.stringify(transition)),
      ledger,
      pending,
    };
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

interface PlannedIds {
  readonly channel: string;
  readonly key: string;
  readonly thread: { readonly messageId: string };
}

async function all(log: Log): Promise<string[]> {
  return (await log.read(0, 1_000_000)).map(({ value }) => value);
}
