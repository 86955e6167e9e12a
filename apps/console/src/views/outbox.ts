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

/** Some files of the outbox, and how many there are. */
export interface OutboxList {
  readonly files: readonly OutboxFile[];
  readonly total: number;
}

/** The last files of the outbox by name, which begins with their time, the very last first; none where there is no outbox. */
export async function listOutbox(directory: string | undefined, most: number): Promise<OutboxList> {
  if (directory === undefined) return { files: [], total: 0 };
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const shown = names.map((name) => name.split(sep).join('/')).filter((name) => NAME.test(name));
  shown.sort((a, b) => (a < b ? 1 : -1));
  // Only of what is shown the disk is asked more than the name.
  const files = await Promise.all(shown.slice(0, most).map((name) => fileOf(directory, name)));
  return { files: files.filter((file) => file !== undefined), total: shown.length };
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
