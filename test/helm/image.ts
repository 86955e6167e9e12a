import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ROOT } from './helm.js';
import { copiesOf, ignored, readDockerfile, type Stage } from './dockerfile.js';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

export const DOCKERFILE = readDockerfile(read('Dockerfile'));
export const DOCKERIGNORE = read('.dockerignore');
const [build, final] = DOCKERFILE.stages as readonly [Stage, Stage];
export { build, final };

/**
 * Makes what the image's last stage holds in a folder: packages by npm, what was compiled from the tree, the rest as copied, and
 * then deletes what the Dockerfile does.
 */
export function makeImage(folder: string): void {
  installPackages(folder);
  for (const { stage, sources, target } of copiesOf(final)) {
    for (const source of sources.map((one) => one.replace('/opt/barometer/', ''))) {
      if (source === 'node_modules') continue;
      const keeps = stage === undefined ? inContext : afterBuild;
      cpSync(join(ROOT, source), join(folder, target), {
        recursive: true,
        filter: (path) => keeps(relative(ROOT, path)),
      });
    }
  }
  const deleting = build.instructions.find(({ text }) => text.startsWith('find '))!;
  execFileSync('sh', ['-c', deleting.text], { cwd: folder });
}

const inContext = (path: string) => !ignored(DOCKERIGNORE, path);

/** Sources come from the context, `dist` from the compiler, which knows no spec there. */
function afterBuild(path: string): boolean {
  if (/(^|\/)node_modules(\/|$)/.test(path)) return false;
  return /(^|\/)dist(\/|$)/.test(path) ? !/\.spec\.js$/.test(path) : inContext(path);
}

function installPackages(folder: string): void {
  for (const path of ['package.json', 'package-lock.json', ...workspaces().map((one) => `${one}/package.json`)]) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    cpSync(join(ROOT, path), join(folder, path));
  }
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  const env = { ...process.env, NODE_OPTIONS: '' };
  execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', ...quiet], { cwd: folder, env, stdio: 'pipe' });
}

/** The folders of rooms: `libs/time`. */
export function workspaces(): string[] {
  return ['libs', 'apps'].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .map((room) => `${group}/${room}`)
      .filter((room) => existsSync(join(ROOT, room, 'package.json'))),
  );
}
