import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINE } from '@barometer/desk';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const packageOf = (path: string) => JSON.parse(read(join(path, 'package.json'))) as { version: string };
const { version } = packageOf('.');

describe('the version', () => {
  const chart = parse(read('deploy/helm/barometer/Chart.yaml')) as { version: string; appVersion: string };

  it.each([
    { of: 'the chart', is: chart.version },
    { of: 'what the chart installs', is: chart.appVersion },
    { of: 'the engine, which journals name', is: ENGINE.split('/')[1] },
    { of: 'the first line of npm start', is: /Barometer (\S+):/.exec(read('apps/standalone/src/main.ts'))?.[1] },
  ])('is that of $of', ({ is }) => expect(is).toBe(version));

  it.each(['apps', 'libs'])('is that of every package in %s', (group) => {
    const versions = readdirSync(join(ROOT, group)).map((name) => packageOf(join(group, name)).version);
    expect(new Set(versions)).toEqual(new Set([version]));
  });
});
