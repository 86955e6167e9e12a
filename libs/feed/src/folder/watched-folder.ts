import { createReadStream } from 'node:fs';
import { lstat, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freeName } from './free-name.js';

/** A complete file of a watched folder. It comes again, after a restart too, until it is moved away. */
export interface FolderFile {
  readonly name: string;
  /** What tells it from another, or a changed one, of the same name. */
  readonly look: string;
  /** Bytes when it was found complete. */
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array>;
  /** Moves it to `done/`. */
  done(): Promise<void>;
  /** Moves it to `rejected/` with the reason in a text file beside it. */
  reject(reason: string): Promise<void>;
}

/** Names of files that are still being written, or are no input. */
const UNFINISHED = /^\.|~$|\.(part|tmp|crdownload|swp)$/i;

/** A folder whose new files are picked up once they are complete: two scans in a row found them the same. */
export class WatchedFolder {
  private seen = new Map<string, string>();

  constructor(private readonly directory: string) {}

  /** Files that are complete, by name; call it every second or so. Links and folders are left alone. */
  async scan(): Promise<readonly FolderFile[]> {
    await mkdir(this.directory, { recursive: true });
    const seen = new Map<string, string>();
    const complete: FolderFile[] = [];
    for (const name of (await readdir(this.directory)).sort()) {
      const file = UNFINISHED.test(name) ? undefined : await lstatOrGone(join(this.directory, name));
      if (!file?.isFile()) continue;
      const look = `${file.ino} ${file.size} ${file.mtimeMs} ${file.ctimeMs}`;
      seen.set(name, look);
      if (this.seen.get(name) === look) complete.push(this.file(name, look, file.size));
    }
    this.seen = seen;
    return complete;
  }

  private file(name: string, look: string, size: number): FolderFile {
    const path = join(this.directory, name);
    return {
      name,
      look,
      size,
      chunks: () => createReadStream(path),
      done: async () => void (await this.move(name, 'done')),
      reject: async (reason) => {
        const moved = await this.move(name, 'rejected');
        await writeFile(`${moved}.reason.txt`, `${reason}\n`);
      },
    };
  }

  private async move(name: string, to: 'done' | 'rejected'): Promise<string> {
    const directory = join(this.directory, to);
    await mkdir(directory, { recursive: true });
    const moved = join(directory, await freeName(directory, name));
    await rename(join(this.directory, name), moved);
    return moved;
  }
}

/** `undefined` when the file went away since it was listed. */
async function lstatOrGone(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
