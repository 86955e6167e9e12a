import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Role = 'collector' | 'assessor' | 'notifier' | 'console';

/** How a member of the cluster is started. */
export interface MemberOptions {
  readonly role: Role;
  readonly name: string;
  /** Where its config file goes. */
  readonly directory: string;
  /** The config for a port. */
  readonly config: (port: number) => string;
  readonly port: number;
  /** Added to its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One service in a process of its own; killed and started again it is the same member in a new life. */
export class Member {
  readonly role: Role;
  readonly name: string;
  readonly url: string;
  /** Everything it said in all its lives. */
  said = '';
  /** Exit codes and signals of its past lives. */
  readonly ends: (number | string)[] = [];
  private readonly file: string;
  private readonly env: Readonly<Record<string, string>>;
  private process: ChildProcess | undefined;
  private gone: Promise<void> = Promise.resolve();

  constructor({ role, name, directory, config, port, env = {} }: MemberOptions) {
    this.env = env;
    this.role = role;
    this.name = name;
    this.url = `http://127.0.0.1:${port}`;
    this.file = join(directory, `${name}.yaml`);
    writeFileSync(this.file, config(port));
  }

  get alive(): boolean {
    return this.process !== undefined;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  start(): void {
    const main = join(process.cwd(), 'apps', this.role, 'dist/main.js');
    const child = spawn(process.execPath, [main, '--config', this.file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.env },
    });
    this.process = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    }
    this.gone = new Promise((resolve) =>
      child.once('close', (code, signal) => {
        this.ends.push(signal ?? code ?? 'unknown');
        if (this.process === child) this.process = undefined;
        resolve();
      }),
    );
  }

  /** True once it says that it can do its work. */
  async ready(): Promise<boolean> {
    return fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  /** Resolves when it has ended, by whatever cause. */
  async ended(): Promise<number | string> {
    await this.gone;
    return this.ends.at(-1)!;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.process?.kill(signal);
    await this.gone;
  }

  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.kill('SIGCONT');
  }
}
