import { ESLint } from 'eslint';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** What lint says of a line of code, were it in the room's folder. */
async function complaints(room: string, code: string): Promise<string[]> {
  process.env['NX_DAEMON'] = 'false';
  const eslint = new ESLint({ cwd: ROOT });
  const [result] = await eslint.lintText(`${code}\n`, { filePath: resolve(ROOT, room, 'src/index.ts') });
  return result!.messages.map(({ ruleId }) => ruleId ?? 'parse');
}

describe('boundary lint bites', () => {
  // Without a project graph the rule skips itself in silence.
  beforeAll(() => {
    const nx = resolve(ROOT, 'node_modules/.bin/nx');
    const env = { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' };
    execFileSync(process.execPath, [nx, 'graph', '--file=.nx/graph.json'], { cwd: ROOT, env, stdio: 'ignore' });
  });

  it.each([
    {
      why: 'NestJS in a pure room',
      room: 'libs/indicator',
      code: "export { Module } from '@nestjs/common';",
      rule: 'no-restricted-imports',
    },
    {
      why: 'kafkajs in a pure room',
      room: 'libs/alert',
      code: "export { Kafka } from 'kafkajs';",
      rule: 'no-restricted-imports',
    },
    {
      why: 'a Node module in a pure room',
      room: 'libs/desk',
      code: "export { readFileSync } from 'node:fs';",
      rule: 'no-restricted-imports',
    },
    {
      why: 'the clock in a pure room',
      room: 'libs/watch',
      code: 'export const now = Date.now();',
      rule: 'no-restricted-properties',
    },
    {
      why: 'a date of now in a pure room',
      room: 'libs/notice',
      code: 'export const now = new Date();',
      rule: 'no-restricted-syntax',
    },
    {
      why: 'chance in a pure room',
      room: 'libs/register',
      code: 'export const dice = Math.random();',
      rule: 'no-restricted-properties',
    },
    {
      why: 'the process in a pure room',
      room: 'libs/journal',
      code: 'export const env = process.env;',
      rule: 'no-restricted-globals',
    },
    {
      why: 'the network in a pure room',
      room: 'libs/incident',
      code: "export const page = fetch('http://127.0.0.1');",
      rule: 'no-restricted-globals',
    },
    {
      why: 'a room above in a model',
      room: 'libs/incident',
      code: "export { Desk } from '@barometer/desk';",
      rule: '@nx/enforce-module-boundaries',
    },
    {
      why: 'an adapter in the core',
      room: 'libs/alert',
      code: "export { openEmbedded } from '@barometer/embedded';",
      rule: '@nx/enforce-module-boundaries',
    },
    {
      why: 'one service in another',
      room: 'apps/notifier',
      code: "export { CollectorModule } from '@barometer/collector';",
      rule: '@nx/enforce-module-boundaries',
    },
    {
      why: 'nodemailer outside its channel',
      room: 'apps/notifier',
      code: "export { createTransport } from 'nodemailer';",
      rule: '@nx/enforce-module-boundaries',
    },
    {
      why: 'kafkajs in another adapter',
      room: 'libs/channel',
      code: "export { Kafka } from 'kafkajs';",
      rule: '@nx/enforce-module-boundaries',
    },
    {
      why: 'another store in the adapter of Kafka',
      room: 'libs/kafka',
      code: "export { default } from 'libsql';",
      rule: '@nx/enforce-module-boundaries',
    },
    {
      why: 'test helpers in production code',
      room: 'apps/notifier',
      code: "export { fakeStores } from '@barometer/store/testing';",
      rule: 'no-restricted-imports',
    },
  ])('on $why', async ({ room, code, rule }) => {
    expect(await complaints(room, code)).toContain(rule);
  });

  it('but not on what a room may do', async () => {
    expect(
      await complaints('libs/watch', "export { matches } from '@barometer/alert';\nexport const at = new Date(0);"),
    ).toEqual([]);
  });
});
