import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Said } from './receiver.js';

/** One webhook that was accepted. */
export interface Taken {
  readonly id: string;
  /** Wall clock, ms. */
  readonly at: number;
  readonly body: unknown;
}

/** A real HTTP receiver that accepts everything and keeps it; on a thread of its own, so that it answers whatever the test computes. */
export class Sink {
  readonly taken: Taken[] = [];
  private constructor(
    private readonly thread: Worker,
    readonly url: string,
  ) {
    thread.on('message', (said: Said) => {
      if ('taken' in said) this.taken.push(said.taken);
    });
  }

  static async open(): Promise<Sink> {
    const thread = new Worker(join(process.cwd(), 'test/dist/cluster/receiver.js'));
    const [{ port }] = (await once(thread, 'message')) as [{ readonly port: number }];
    return new Sink(thread, `http://127.0.0.1:${port}/hook`);
  }

  /** Everything that was accepted by now. */
  async all(): Promise<readonly Taken[]> {
    const { thread } = this;
    const said = new Promise<void>((resolve) => {
      const hear = (said: Said): void => {
        if (!('all' in said)) return;
        thread.off('message', hear);
        resolve();
      };
      thread.on('message', hear);
    });
    thread.postMessage('all');
    await said;
    return this.taken;
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}
