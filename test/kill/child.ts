import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** The built package, as `npm start` runs it. */
const MAIN = join(import.meta.dirname, '../../apps/standalone/dist/main.js');

/** Barometer in a process of its own. */
export class Child {
  /** Resolves with the URL once it is served; never, where the process dies before. */
  readonly url: Promise<string>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<undefined>;
  /** What it said on stdout and stderr. */
  said = '';
  private readonly process: ChildProcess;

  constructor(on: { readonly config: string; readonly history: string; readonly data: string }) {
    const { config, history, data } = on;
    this.process = spawn(process.execPath, [MAIN, config, '--history', history, '--data', data, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = new Promise((resolve) => this.process.once('close', () => resolve(undefined)));
    this.url = new Promise((resolve) => {
      const hear = (text: string) => {
        this.said += text;
        const url = /^Pages +(http:\S+?)\/$/m.exec(this.said)?.[1];
        if (url !== undefined) resolve(url);
      };
      this.process.stdout!.setEncoding('utf8').on('data', hear);
      this.process.stderr!.setEncoding('utf8').on('data', hear);
    });
  }

  /** Dies at once, as by a power cut for the process; resolves when it is gone. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }

  /** Ctrl-C. */
  async stop(): Promise<void> {
    this.process.kill('SIGINT');
    await this.ended;
  }
}
