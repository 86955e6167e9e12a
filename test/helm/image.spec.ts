import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@barometer/kafka/testing';
import { parse } from 'yaml';
import { copiesOf, ignored } from './dockerfile.js';
import { CHART, ROOT } from './helm.js';
import { build, DOCKERFILE, DOCKERIGNORE, final, makeImage, workspaces } from './image.js';

const values = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as { user: number; config: string };
const SERVICES = ['collector', 'assessor', 'notifier', 'console', 'standalone'];
const worded = ({ instructions }: typeof build, name: string) =>
  instructions.filter((one) => one.name === name).map(({ text }) => text);

describe('the Dockerfile', () => {
  it('builds in one stage and runs in another, on Node 24', () => {
    expect(DOCKERFILE.stages.map(({ base, name }) => [base, name])).toEqual([
      ['${NODE}', 'build'],
      ['${NODE}', undefined],
    ]);
    expect(DOCKERFILE.head.map(({ text }) => text)).toEqual([expect.stringMatching(/^NODE=node:24-\w+-slim$/)]);
  });

  it('runs as the user that the chart names, by number, in the form that needs no shell', () => {
    expect(worded(final, 'USER')).toEqual([`${values.user}:${values.user}`]);
    expect(JSON.parse(worded(final, 'ENTRYPOINT')[0]!)).toEqual(['node', 'bin/barometer-service.mjs']);
    expect(JSON.parse(worded(final, 'CMD')[0]!)).toEqual(['--help']);
    expect(worded(final, 'RUN')).toEqual([]);
  });

  it('fetches nothing but packages, and takes no secret', () => {
    const used = new Set([...build.instructions, ...final.instructions].map(({ name }) => name));
    const plain = ['WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'STOPSIGNAL', 'ENTRYPOINT', 'CMD'];
    expect([...used].filter((name) => !plain.includes(name))).toEqual([]);
    expect(worded(final, 'ENV').map((text) => text.split('=')[0])).toEqual(['NODE_ENV', 'NODE_OPTIONS']);
    expect(worded(build, 'RUN').map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      'npm ci',
      'npx tsc',
      'npm prune',
      'find apps',
    ]);
  });

  it.each([...copiesOf(build), ...copiesOf(final)].filter(({ stage }) => stage === undefined))(
    'copies $sources, which are there and in the context',
    ({ sources }) => {
      for (const source of sources) {
        expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
        expect([source, ignored(DOCKERIGNORE, source)]).toEqual([source, false]);
      }
    },
  );

  it('takes from the build only what it made', () => {
    const made = [...copiesOf(build).flatMap(({ sources }) => sources), 'node_modules'];
    for (const { stage, sources } of copiesOf(final)) {
      if (stage === undefined) continue;
      expect(stage).toBe('build');
      for (const source of sources) expect(made).toContain(source.replace('/opt/barometer/', ''));
    }
  });

  it('compiles every app, from configs that the build has', () => {
    const compile = worded(build, 'RUN').find((text) => text.startsWith('npx tsc -b '))!;
    const apps = workspaces().filter((room) => room.startsWith('apps/'));
    expect(compile.split(' ').slice(3).sort()).toEqual(apps.sort());
    const copied = copiesOf(build).flatMap(({ sources }) => sources);
    expect(copied).toContain('tsconfig.base.json');
    for (const room of workspaces()) {
      const { extends: base, references = [] } = JSON.parse(
        readFileSync(join(ROOT, room, 'tsconfig.json'), 'utf8'),
      ) as {
        extends: string;
        references?: { path: string }[];
      };
      expect(base).toBe('../../tsconfig.base.json');
      for (const { path } of references) expect(path).toMatch(/^\.\.\/(\.\.\/libs\/)?[a-z]+$/);
    }
  });

  it.each([
    { path: '.git/config', out: true },
    { path: 'node_modules/kafkajs/index.js', out: true },
    { path: 'libs/time/node_modules/x', out: true },
    { path: 'libs/time/dist/index.js', out: true },
    { path: 'libs/time/src/zone.spec.ts', out: true },
    { path: 'data/barometer.db', out: true },
    { path: '.env', out: true },
    { path: 'examples/packs/x.yaml', out: true },
    { path: 'libs/time/src/zone.ts', out: false },
    { path: 'apps/console/src/pages/style.css', out: false },
    { path: 'examples/us-forces/barometer.yaml', out: false },
  ])('leaves $path out of the context: $out', ({ path, out }) => {
    expect(ignored(DOCKERIGNORE, path)).toBe(out);
  });
});

describe('what the image holds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'barometer-image-'));
  const image = join(folder, 'image');
  const root = process.getuid?.() === 0;
  const as = root ? { uid: values.user, gid: values.user } : {};
  const env = { PATH: process.env['PATH'] };
  const launcher = [join(image, 'bin/barometer-service.mjs')];

  beforeAll(() => {
    mkdirSync(image);
    makeImage(image);
    execFileSync('chmod', ['-R', 'a-w,a+rX', image]);
    chmodSync(folder, 0o755);
  }, 300_000);

  afterAll(() => {
    execFileSync('chmod', ['-R', 'u+w', image]);
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (...args: string[]) =>
    spawnSync(process.execPath, [...launcher, ...args], { ...as, cwd: image, env, encoding: 'utf8' });

  it.each(SERVICES)('starts %s, with nothing of development', (service) => {
    const { status, stdout, stderr } = start(service, '--help');
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining('Usage: ')]);
  });

  it('has the command line', () => {
    const cli = join(image, 'apps/cli/bin/barometer.js');
    const { status, stdout } = spawnSync(process.execPath, [cli, '--version'], { ...as, env, encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, expect.stringMatching(/\d/)]);
  });

  it('has no types, maps, specs or tools', () => {
    const all = execFileSync('find', ['.', '-type', 'f'], { cwd: image, encoding: 'utf8' }).split('\n');
    const own = all.filter((path) => !path.includes('/node_modules/'));
    expect(all.filter((path) => /\.(ts|map|tsbuildinfo)$/.test(path))).toEqual([]);
    expect(own.filter((path) => path.includes('.spec.'))).toEqual([]);
    expect(all.filter((path) => /\/node_modules\/(typescript|jest|eslint|nx)\//.test(path))).toEqual([]);
  });

  it('runs the chart’s own config where it may write only to its data, asks itself whether it is ready, and ends in order', async () => {
    const { config, data, tokens } = desk(folder, root ? values.user : undefined);
    const port = await freePort();
    const args = ['standalone', config, '--data', data, '--port', String(port)];
    const running = spawn(process.execPath, [...launcher, ...args], {
      ...as,
      cwd: image,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = gather(running);
    try {
      const url = `http://127.0.0.1:${port}`;
      await untilSaid(running, 'Pages ');
      const ready = spawn(process.execPath, [join(image, 'bin/barometer-ready.mjs'), url], { ...as, env });
      const answered = gather(ready);
      const { code } = await ended(ready);
      expect([answered(), code, code === 0 ? '' : said()]).toEqual([`${url}: ready\n`, 0, '']);
      const asked = (path: string, headers = {}) => fetch(`${url}${path}`, { headers }).then(({ status }) => status);
      const bearer = { authorization: `Bearer ${tokens}` };
      expect(await asked('/style.css', bearer)).toBe(200);
      // As the ServiceMonitor asks, and as nobody may.
      expect([await asked('/metrics', bearer), await asked('/metrics')]).toEqual([200, 401]);
    } finally {
      running.kill('SIGTERM');
    }
    expect(await ended(running)).toEqual({ code: 0, signal: null });
  }, 120_000);
});

describe('the launcher', () => {
  const launcher = join(ROOT, 'bin/barometer-service.mjs');
  const run = (...args: string[]) => spawnSync(process.execPath, [launcher, ...args], { encoding: 'utf8', env: {} });

  it.each([
    { why: 'no name', args: [], says: 'no service named' },
    { why: 'an unknown name', args: ['cli'], says: 'no service "cli"' },
    { why: 'a path', args: ['../standalone'], says: 'no service "../standalone"' },
  ])('answers $why with the list, and 2', ({ args, says }) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(says);
    for (const service of SERVICES) expect(stderr).toContain(service);
  });

  it('helps', () => {
    const { status, stdout } = run('--help');
    expect([status, stdout]).toEqual([0, expect.stringContaining(SERVICES.join(', '))]);
  });

  describe('at a signal', () => {
    const folder = mkdtempSync(join(tmpdir(), 'barometer-launcher-'));
    const copy = join(folder, 'bin/barometer-service.mjs');
    const main = join(folder, 'apps/standalone/dist/main.js');

    beforeAll(() => {
      mkdirSync(join(folder, 'bin'));
      mkdirSync(join(folder, 'apps/standalone/dist'), { recursive: true });
      writeFileSync(copy, readFileSync(launcher));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each([
      { why: 'ends a service that has not got so far as to listen to it', listens: '', code: 143 },
      {
        why: 'leaves it to the service that listens',
        listens: "process.on('SIGTERM', () => { console.log('in order'); process.exit(0); });",
        code: 0,
      },
    ])('$why', async ({ listens, code }) => {
      // Said a turn later, when handlers are as they stay.
      writeFileSync(
        main,
        `setInterval(() => {}, 1000); ${listens} setImmediate(() => console.log(JSON.stringify(process.argv.slice(1))));`,
      );
      const running = spawn(process.execPath, [copy, 'standalone', '--x'], {
        env: {},
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const said = gather(running);
      await new Promise((resolve) => running.stdout.once('data', resolve));
      expect(said()).toBe(`${JSON.stringify([main, '--x'])}\n`);
      running.kill('SIGTERM');
      expect(await ended(running)).toEqual({ code, signal: null });
    });
  });
});

/** A folder as a pod has it: the chart's config, a token file, a data directory that its user may write. */
function desk(folder: string, user: number | undefined): { config: string; data: string; tokens: string } {
  const [config, data, file] = ['barometer.yaml', 'data', 'tokens'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const tokens = 'a-token-of-the-tests';
  writeFileSync(file, `tester read ${tokens}\n`);
  mkdirSync(data);
  if (user !== undefined) chownSync(data, user, user);
  const here = values.config
    .replace('/run/secrets/barometer-tokens/tokens', file)
    .replace('/var/lib/barometer', data)
    .replace('host: 0.0.0.0', 'host: 127.0.0.1');
  writeFileSync(config, here);
  return { config, data, tokens };
}

function gather({ stdout, stderr }: ChildProcess): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) stream?.on('data', (some: Buffer) => (text += some.toString()));
  return () => text;
}

/** Waits until a process has said something; throws with what it said where it ends before. */
function untilSaid(child: ChildProcess, words: string): Promise<void> {
  const said = gather(child);
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', () => said().includes(words) && resolve());
    child.once('exit', () => reject(new Error(`it ended: ${said()}`)));
  });
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null)
      resolve({ code: child.exitCode, signal: child.signalCode });
    else child.once('exit', (code, signal) => resolve({ code, signal }));
  });
}
