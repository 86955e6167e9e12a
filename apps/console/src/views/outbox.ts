import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** A file of the outbox; `name` may hold one folder. */
export interface OutboxFile {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly written: number;
}

const NAME = /^(?!\.)[\w@.+=,~-]{1,200}(\/(?!\.)[\w@.+=,~-]{1,200})?\.(eml|json)$/;
const MOST_BYTES = 4 * 1024 * 1024;

/** The files of the outbox, the last by name first; empty where there is none. */
export async function listOutbox(directory: string | undefined): Promise<readonly OutboxFile[]> {
  if (directory === undefined) return [];
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const shown = names.map((name) => name.split(sep).join('/')).filter((name) => NAME.test(name));
  const files = await Promise.all(shown.map((name) => fileOf(directory, name)));
  return files.filter((file) => file !== undefined).sort((a, b) => (a.name < b.name ? 1 : -1));
}

/** What is known of a file; `undefined` where somebody removed it meanwhile. */
async function fileOf(directory: string, name: string): Promise<OutboxFile | undefined> {
  const found = await stat(join(directory, name)).catch(() => undefined);
  return found && { name, bytes: found.size, written: Math.floor(found.mtimeMs) };
}

/** A file of the outbox by name; `undefined` where it is none, too large, or leads elsewhere. */
export async function readOutbox(directory: string | undefined, name: string): Promise<Buffer | undefined> {
  if (directory === undefined || !NAME.test(name)) return undefined;
  try {
    const [root, file] = await Promise.all([realpath(directory), realpath(join(directory, name))]);
    if (!file.startsWith(root + sep) || (await stat(file)).size > MOST_BYTES) return undefined;
    return await readFile(file);
  } catch {
    return undefined;
  }
}
