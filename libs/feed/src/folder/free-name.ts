import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';

/** `name`, or `name-2`, `name-3` … where that is taken in `directory`. */
export async function freeName(directory: string, name: string): Promise<string> {
  const taken = new Set(await readdir(directory));
  const extension = extname(name);
  const stem = name.slice(0, name.length - extension.length);
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${stem}-${count}${extension}`;
  return free;
}
