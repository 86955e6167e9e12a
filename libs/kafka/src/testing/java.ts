import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Keys } from './keys.js';

const run = promisify(execFile);

/** Ends the broker `$2` and removes its folder `$3` and the run's `$4` once the run `$1` is gone: nothing outlives a run that was killed. */
const GUARD = `while kill -0 "$1" && kill -0 "$2"; do sleep 1; done; kill -0 "$1" && exit 0; kill -9 "$2"; rm -rf "$3" "$4"`;

/** Starts fast; for figures the JIT is given everything. */
const QUICK = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const TUNED = ['-Xmx1g', '-XX:+UseG1GC'];

/** Makes the data folder of a new cluster, with SCRAM users where there are keys. */
export async function format(jars: string, home: string, keys?: Keys): Promise<void> {
  // An id that begins with a dash would be read as an option.
  const id = Buffer.concat([Buffer.of(1), randomBytes(15)]).toString('base64url');
  const tool = [...QUICK, ...logging(home), '-cp', join(jars, '*'), 'kafka.tools.StorageTool'];
  const scram = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) =>
    keys === undefined ? [] : ['--add-scram', `${mechanism}=[name=${keys.user},password=${keys.password}]`],
  );
  await run('java', [...tool, 'format', '-t', id, '-c', join(home, 'server.properties'), ...scram]);
}

/** How the broker's process is started; no file of it may grow beyond `maxFileBytes`, as on a disk that is full. */
export interface Launch {
  readonly tuned: boolean;
  readonly maxFileBytes?: number | undefined;
}

/** Starts the broker as a process of its own that ends with the test run; it writes to `broker.log`. */
export function launch(jars: string, home: string, { tuned, maxFileBytes }: Launch): ChildProcess {
  const log = openSync(join(home, 'broker.log'), 'a');
  try {
    const main = ['-cp', join(jars, '*'), 'kafka.Kafka', join(home, 'server.properties')];
    const java = ['java', ...(tuned ? TUNED : QUICK), ...logging(home), ...main];
    // The shell counts in blocks of 512 bytes.
    const limit = maxFileBytes === undefined ? 'unlimited' : String(Math.floor(maxFileBytes / 512));
    const child = spawn('sh', ['-c', 'ulimit -f "$1"; shift; exec "$@"', 'sh', limit, ...java], {
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    const guard = ['-c', GUARD, 'guard', String(runId()), String(child.pid), home, runFolder()];
    spawn('sh', guard, { detached: true, stdio: 'ignore' }).unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** The process whose end is the end of the run: Jest's own, seen from its workers too, or the script. */
export function runId(): number {
  const inWorker = process.env['JEST_WORKER_ID'] !== undefined && process.send !== undefined;
  return inWorker ? process.ppid : process.pid;
}

/** What the processes of one run tell each other; removed when it ends. */
export const runFolder = (): string => join(tmpdir(), `barometer-run-${runId()}`);

const logging = (home: string): string[] => [`-Dlog4j.configuration=file:${join(home, 'log4j.properties')}`];
