import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandalone, type Standalone, type StartOptions } from '@barometer/standalone';
import { parseInstant } from '@barometer/time';
import { EXAMPLE } from './example-journal.js';

/** A copy of the example in a folder of its own, as a newcomer has it. */
export class ExampleFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'barometer-example-'));
  readonly config = join(this.folder, 'barometer.yaml');
  private readonly running: Standalone[] = [];

  constructor() {
    cpSync(EXAMPLE, this.folder, { recursive: true });
  }

  /** Starts Barometer on it as `npm start` does, on any free port unless one is named. */
  async start(more: Partial<StartOptions> = {}): Promise<Standalone> {
    const standalone = await startStandalone({
      config: this.config,
      history: join(this.folder, 'incidents.ndjson'),
      dataDir: join(this.folder, 'data'),
      example: true,
      defaultAt: parseInstant('2024-01-29T23:59:59.999Z').at,
      port: 0,
      logLevel: 'silent',
      onFatal: (err) => {
        throw err;
      },
      ...more,
    });
    this.running.push(standalone);
    await standalone.notifier.planned();
    return standalone;
  }

  /** Stops whatever still runs and removes the folder. */
  async remove(): Promise<void> {
    for (const standalone of this.running) await standalone.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Looks again and again until the condition holds; throws after `limit` milliseconds. */
export async function until(holds: () => boolean | Promise<boolean>, limit = 30_000): Promise<void> {
  const started = performance.now();
  while (!(await holds())) {
    if (performance.now() - started > limit) throw new Error(`not so after ${limit} ms: ${String(holds)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
