import { formatProblem, loadConfig, readConfig, type Config } from '@barometer/config';
import { Desk, ENGINE } from '@barometer/desk';
import { CannotRun } from './exit.js';
import { note, type Io } from './io.js';
import { hasColour } from './paint.js';
import { openSource } from './source.js';

/** Reads a config that is needed to go on; throws `CannotRun` after telling what is wrong with it. Warnings are left to `check`. */
export async function openConfig(io: Io, path: string): Promise<Config> {
  const { config, problems } = path === '-' ? readConfig(await allOf(io, path), 'stdin') : loadConfig(path);
  if (config) return config;
  const colour = hasColour(io, io.stderr);
  for (const problem of problems) note(io, formatProblem(problem, { colour }));
  throw new CannotRun(`${path} is not a valid config`);
}

/** A desk with a config in force and nothing known yet. */
export function deskWith({ definition, hash }: Config): Desk {
  const desk = new Desk();
  desk.step({ type: 'config', engine: ENGINE, hash, replaces: null, definition }, 0);
  return desk;
}

/** The config with only these rules at work: no watch depends on another, so the rest need not be folded. */
export function onlyRules(config: Config, wanted: (watch: string, rule: string) => boolean): Config {
  const watches = config.definition.watches.map((watch) => ({
    ...watch,
    rules: watch.rules.filter((rule) => wanted(watch.name, rule.name)),
  }));
  return { ...config, definition: { ...config.definition, watches: watches.filter(({ rules }) => rules.length > 0) } };
}

async function allOf(io: Io, path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of (await openSource(io, path)).chunks) parts.push(part);
  return Buffer.concat(parts);
}
