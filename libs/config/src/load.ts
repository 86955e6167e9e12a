import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { compose, type Config } from './compose.js';
import { declaredIn } from './declared.js';
import type { Source } from './locate.js';
import { warnOfOldYaml } from './old-yaml.js';
import { LARGEST, parseYaml, plainOf } from './parse.js';
import type { Problem } from './problem.js';
import { Report } from './report.js';
import { salvage } from './salvage.js';
import { documentSchema } from './schema/document.js';
import { secretFiles } from './secret-files.js';

/** What a file holds: a config unless a problem is an error. */
export interface Loaded {
  readonly config?: Config;
  readonly problems: readonly Problem[];
}

/** Reads a config file and everything wrong with it, all at once; never throws. */
export function loadConfig(path: string): Loaded {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return {
      problems: [whollyWrong(path, `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`)],
    };
  }
  return readConfig(bytes, path);
}

/** Reads a config's text, or bytes, as if it stood in `file`; paths in it start from the file's folder. */
export function readConfig(content: string | Uint8Array, file: string): Loaded {
  const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
  if (size > LARGEST) return { problems: [whollyWrong(file, `larger than ${LARGEST / 1024 / 1024} MiB`)] };
  try {
    const text = typeof content === 'string' ? content : new TextDecoder('utf-8', { fatal: true }).decode(content);
    return read(text.replace(/^\ufeff/, ''), file);
  } catch (error) {
    const why =
      error instanceof RangeError ? 'nested too deeply' : error instanceof TypeError ? 'not UTF-8 text' : undefined;
    if (why === undefined) throw error;
    return { problems: [whollyWrong(file, why)] };
  }
}

function read(text: string, file: string): Loaded {
  const source: Source = { file, text, ...parseYaml(text) };
  const report = new Report(source);
  const plain = plainOf(source, report);
  warnOfOldYaml(source, report);
  if (source.document.errors.length > 0) return { problems: report.problems() };
  const { value: raw, cut } = salvage(documentSchema, plain, { version: 1, watches: {} }, report);
  const resolved = (path: string) => resolve(dirname(file), path);
  const composed = raw && compose(raw, { declared: declaredIn(plain, cut), resolve: resolved, report });
  if (!composed || report.failed) return { problems: report.problems() };
  const config = { ...composed, file, text };
  for (const { path, at } of secretFiles(config))
    if (!existsSync(path)) report.warn(at, `there is no file ${path} yet`);
  return { config, problems: report.problems() };
}

function whollyWrong(file: string, message: string): Problem {
  return { severity: 'error', file, line: 1, column: 1, path: '', message, source: '', width: 1 };
}
