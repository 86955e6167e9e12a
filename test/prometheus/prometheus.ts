import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@barometer/kafka/testing';
import { until } from '../acceptance/running.js';
import { RULES } from './files.js';

/** A series in an answer: its labels, and one value or many with their times in seconds. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

/** A rule as Prometheus evaluates it. */
export interface Evaluated {
  readonly name: string;
  readonly health: string;
  readonly state: string;
  readonly lastError?: string;
}

export interface Span {
  /** Seconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** Seconds. */
  readonly step: number;
}

/** Seconds between scrapes, and between evaluations of the rules. */
const EVERY = '1s';
/** A history has one sample a day. */
const LOOK_BACK = '25h';
const START_LIMIT = 60_000;

/** A real Prometheus over a folder whose `data` may hold blocks already. */
export class Prometheus {
  private said = '';

  private constructor(
    private readonly process: ChildProcess,
    private readonly url: string,
  ) {
    process.stderr!.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
  }

  /** Starts it, scraping the targets by job and evaluating the alert rules; resolves once it answers. */
  static async start(folder: string, jobs: Readonly<Record<string, readonly string[]>>): Promise<Prometheus> {
    const config = join(folder, 'prometheus.yml');
    const scrapes = Object.entries(jobs).map(([job, targets]) => ({
      job_name: job,
      static_configs: [{ targets }],
    }));
    const global = { scrape_interval: EVERY, scrape_timeout: EVERY, evaluation_interval: EVERY };
    writeFileSync(config, JSON.stringify({ global, rule_files: [RULES], scrape_configs: scrapes }));
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--storage.tsdb.retention.time=100y',
      `--query.lookback-delta=${LOOK_BACK}`,
      `--web.listen-address=${address}`,
    ]);
    const started = new Prometheus(child, `http://${address}`);
    await until(() => started.isReady(), START_LIMIT);
    return started;
  }

  /** The series of an expression at a time in seconds, now where none is given. */
  query(expression: string, time?: number): Promise<readonly Series[]> {
    return this.ask('query', { query: expression, ...(time === undefined ? {} : { time: String(time) }) });
  }

  /** The series of an expression over time, as a panel draws them. */
  range(expression: string, { start, end, step }: Span): Promise<readonly Series[]> {
    return this.ask('query_range', { query: expression, start: `${start}`, end: `${end}`, step: `${step}` });
  }

  async rules(): Promise<readonly Evaluated[]> {
    const { groups } = await this.data<{ groups: { rules: Evaluated[] }[] }>('rules', {});
    return groups.flatMap((group) => group.rules);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.kill('SIGTERM');
    await once(this.process, 'exit');
  }

  private async isReady(): Promise<boolean> {
    if (this.process.exitCode !== null) throw new Error(`Prometheus ended:\n${this.said}`);
    const answer = await fetch(`${this.url}/-/ready`).catch(() => undefined);
    return answer?.status === 200;
  }

  private async ask(path: string, asked: Readonly<Record<string, string>>): Promise<readonly Series[]> {
    return (await this.data<{ result: Series[] }>(path, asked)).result;
  }

  private async data<T>(path: string, asked: Readonly<Record<string, string>>): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1/${path}?${new URLSearchParams(asked)}`);
    const { status, data, error } = (await answer.json()) as { status: string; data: T; error?: string };
    if (status !== 'success') throw new Error(`${path} ${JSON.stringify(asked)}: ${error}`);
    return data;
  }
}
