import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ManualClock } from '@barometer/time';
import type { Terminal } from '../io.js';
import { run } from '../run.js';

const EXAMPLE = fileURLToPath(new URL('../../../../examples/us-forces/', import.meta.url));
export const CONFIG = `${EXAMPLE}barometer.yaml`;
export const INCIDENTS = `${EXAMPLE}incidents.ndjson`;
/** `-c … -i …` of the example. */
export const THE_EXAMPLE = ['-c', CONFIG, '-i', INCIDENTS] as const;
/** Now of the tests: after the example. */
export const NOW = Date.UTC(2026, 10, 22, 12);

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Lines of stdout as JSON. */
  json<T = Record<string, unknown>>(): T[];
}

export interface Given {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Columns of the terminal that stdout and stderr are; none by default. */
  readonly columns?: number;
}

/** Runs the command line in this process. */
export async function runCli(argv: readonly string[], { stdin = '', env = {}, columns }: Given = {}): Promise<Ran> {
  const [stdout, stderr] = [terminal(columns), terminal(columns)];
  const [out, err] = [collect(stdout), collect(stderr)];
  const clock = new ManualClock(NOW);
  // Commander ends help with the process's own exit code, which a test that failed before may have set.
  process.exitCode = undefined;
  const code = await run(argv, { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr, env, clock });
  stdout.end();
  stderr.end();
  const text = await out;
  const json = <T>() =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  return { code, out: text, err: await err, json };
}

function terminal(columns: number | undefined): Terminal & PassThrough {
  const stream = new PassThrough();
  return columns === undefined ? stream : Object.assign(stream, { isTTY: true, columns });
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
