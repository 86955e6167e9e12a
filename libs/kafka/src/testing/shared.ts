import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Broker } from './broker.js';
import type { KafkaVersion } from './jars.js';
import { runFolder } from './java.js';

/** How long (ms) a spec waits for the one that starts the broker: a first run fetches it, too. */
const FETCH_LIMIT = 300_000;

/** `host:port` of the one broker of this version that every spec of a run uses; it ends with the run. */
export async function sharedBroker(version: KafkaVersion): Promise<string> {
  const folder = runFolder();
  mkdirSync(folder, { recursive: true });
  const note = join(folder, `${version}.address`);
  if (isFirst(join(folder, `${version}.starting`))) {
    const said = await Broker.start({ version }).then(
      ({ address }) => ({ address }),
      (error: unknown) => ({ error: String(error) }),
    );
    await writeFile(`${note}.new`, JSON.stringify(said));
    await rename(`${note}.new`, note);
  }
  return noted(note);
}

/** A folder can be made once only. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

async function noted(note: string): Promise<string> {
  const deadline = performance.now() + FETCH_LIMIT;
  while (performance.now() < deadline) {
    const text = await readFile(note, 'utf8').catch(() => undefined);
    if (text !== undefined) {
      const { address, error } = JSON.parse(text) as { address?: string; error?: string };
      if (address !== undefined) return address;
      throw new Error(error);
    }
    await pause(100);
  }
  throw new Error('no spec of this run started the broker in time');
}

/** A topic prefix that no other spec uses. */
export const freshPrefix = (): string => `test-${randomBytes(6).toString('hex')}`;
