import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { readConfig } from '@barometer/config';
import type { Command } from 'commander';
import { createProgram } from '../../apps/cli/src/program.js';
import { fences, pages, ROOT } from './pages.js';

const io = { stdout: process.stdout, stderr: process.stderr } as unknown as Parameters<typeof createProgram>[0];
const commands = new Map(createProgram(io, () => undefined).commands.map((command) => [command.name(), command]));

const blocks = pages().flatMap((page) => fences(page).map((fence) => ({ ...fence, path: page.path })));
const shell = blocks.filter(({ language }) => language === 'sh');
const typed = blocks.filter(({ language }) => ['sh', 'console'].includes(language));

/** What a config needs beside the part that is shown. */
const REST = `version: 1
sets: { attacks: { kind: [attack] } }
watches: { all: { rules: { many: { reading: { kind: count, of: attacks }, levels: { high: count >= 3 } } } } }
`;

/** The command that the words name, with those below it, as far as there are any. */
function commandOf(words: readonly string[]): Command | undefined {
  let command = commands.get(words[0]!);
  for (const word of words.slice(1)) command = command?.commands.find((below) => below.name() === word) ?? command;
  return command;
}

/** Options of `barometer` in a block that its command does not have. */
function unknownOptions(body: string): string[] {
  const calls = body.replaceAll('\\\n', ' ').matchAll(/(?:^|[ /])barometer(?:\.js)? ([a-z][^\n|>#]*)/gm);
  return [...calls].flatMap(([call, line]) => {
    const words = line!.split(/\s+/).filter((word) => word !== '');
    const command = commandOf(words);
    if (command === undefined) return [];
    const known = command.options.flatMap(({ short, long }) => [short, long]);
    const asked = words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split('=')[0]!);
    return asked.filter((option) => !known.includes(option)).map((option) => `${option} in ${call.trim()}`);
  });
}

describe('what a reader copies from the docs', () => {
  it('is found', () => {
    expect([shell.length, typed.length, blocks.length].map((count) => count > 20)).toEqual([true, true, true]);
  });

  it.each(shell)('is a script that a shell takes: $path', ({ body }) => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: body, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it.each(typed.filter(({ body }) => body.includes('barometer ')))('has options that there are: $path', ({ body }) => {
    expect(unknownOptions(body)).toEqual([]);
  });

  it.each(blocks.filter(({ language, marked }) => language === 'yaml' && !marked))(
    'is a part of a config that holds: $path',
    ({ body, path }) => {
      const { problems } = readConfig(`${REST}${body}`, join(ROOT, path));
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    },
  );
});
