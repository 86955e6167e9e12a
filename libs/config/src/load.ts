import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { compose, type Config } from './compose/compose.js';
import { declaredIn } from './file/declared.js';
import type { Source } from './problems/locate.js';
import { warnOfOldYaml } from './file/old-yaml.js';
import { LARGEST, parseYaml, plainOf } from './file/parse.js';
import type { Problem } from './problems/problem.js';
import { Report } from './problems/report.js';
import { salvage } from './file/salvage.js';
import { documentSchema } from './schema/document.js';

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
  const text = typeof content === 'string' ? content : decode(content);
  if (text === undefined) return { problems: [whollyWrong(file, 'not UTF-8 text')] };
  try {
    return read(text.replace(/^\ufeff/, ''), file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problems: [whollyWrong(file, 'nested too deeply')] };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function read(text: string, file: string): Loaded {
  const source: Source = { file, text, ...parseYaml(text) };
  const report = new Report(source);
  const plain = plainOf(source, report);
  warnOfOldYaml(source, report);
  if (source.document.errors.length > 0) return { problems: report.problems() };
  const raw = salvage(documentSchema, plain, { version: 1, watches: {} }, report);
  const resolved = (path: string) => resolve(dirname(file), path);
  const composed = raw && compose(raw, { declared: declaredIn(plain), resolve: resolved, report });
  if (!composed || report.failed) return { problems: report.problems() };
  return { config: { ...composed, file, text }, problems: report.problems() };
}

function whollyWrong(file: string, message: string): Problem {
  return { severity: 'error', file, line: 1, column: 1, path: '', message, source: '', width: 1 };
}
