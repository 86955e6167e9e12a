import { resolve } from 'node:path';
import { explainConfig, formatProblem, missingSecrets, readConfig, type Config } from '@barometer/config';
import type { CheckOptions } from '../commands/check.js';
import { note, write, writeJson, writeLine, type Io } from '../io.js';
import { hasColour, paintFor } from '../paint.js';
import { plural } from '../plural.js';
import type { Source } from '../source.js';

/** Tells what is wrong with a config, or what it holds; false when it cannot take effect. */
export async function checkConfig(io: Io, source: Source, options: CheckOptions): Promise<boolean> {
  const parts: Uint8Array[] = [];
  for await (const part of source.chunks) parts.push(part);
  const { config, problems } = readConfig(Buffer.concat(parts), source.name);
  for (const problem of problems) {
    if (options.format === 'ndjson') await writeJson(io, { type: 'problem', ...problem });
    else await writeLine(io, formatProblem(problem, { colour: hasColour(io, io.stdout) }));
  }
  const count = (severity: string) => problems.filter((problem) => problem.severity === severity).length;
  const counts = { errors: count('error'), warnings: count('warning') };
  if (options.format === 'ndjson') await writeJson(io, summary(source.name, config, counts));
  else await sayConfig(io, source.name, config, counts, options);
  if (config && options.explain) await write(io.stdout, explainConfig(config));
  for (const { key, file } of config ? missingSecrets(config) : [])
    note(io, `${source.name}: ${key} names ${resolve(file)}, which is not here: it is needed when the process starts`);
  return config !== undefined;
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

async function sayConfig(
  io: Io,
  name: string,
  config: Config | undefined,
  { errors, warnings }: Counts,
  { explain }: CheckOptions,
): Promise<void> {
  const paint = paintFor(io, explain ? io.stderr : io.stdout);
  const also = warnings > 0 ? `, ${plural(warnings, 'warning')}` : '';
  const verdict = config
    ? `${paint('green', 'valid config')}${also}: ${contents(config)}`
    : `${paint('red', 'not a valid config')}: ${plural(errors, 'error')}${also}`;
  const line = `${name}: ${verdict}`;
  if (explain) note(io, line);
  else await writeLine(io, line);
}

function contents({ definition, receivers, routes, hash }: Config): string {
  const rules = definition.watches.reduce((sum, watch) => sum + watch.rules.length, 0);
  const feeds = definition.feeds.filter(({ name }) => name !== 'other').length;
  const parts = [
    plural(definition.watches.length, 'watch', 'watches'),
    plural(rules, 'rule'),
    plural(feeds, 'feed'),
    plural(receivers.length, 'receiver'),
    plural(routes.length, 'route'),
  ];
  return `${parts.join(', ')}; definition ${hash.slice(0, 12)}`;
}

function summary(file: string, config: Config | undefined, counts: Counts): unknown {
  const valid = config !== undefined;
  if (!valid) return { type: 'config', file, valid, ...counts };
  const { definition, receivers, routes, hash } = config;
  const watches = definition.watches.map(({ name, rules }) => ({ name, rules: rules.map((rule) => rule.name) }));
  const told = { receivers: receivers.map(({ name, channel }) => ({ name, channel })), routes: routes.length };
  return {
    type: 'config',
    file,
    valid,
    ...counts,
    hash,
    watches,
    feeds: definition.feeds.map(({ name }) => name),
    ...told,
  };
}
