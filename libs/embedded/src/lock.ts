import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreFailure } from '@barometer/store';
import Database from 'libsql';

/** Keeps a directory to one process; the operating system lets go of it when the process dies, however it dies. */
export class DirectoryLock {
  private constructor(
    private readonly holder: Database.Database,
    private readonly pidFile: string,
  ) {}

  /** Takes the lock, or throws a `StoreFailure` that names the process holding it. */
  static take(directory: string): DirectoryLock {
    const pidFile = join(directory, 'barometer.pid');
    const holder = new Database(join(directory, 'barometer.lock'));
    try {
      holder.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      holder.close();
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
      throw new StoreFailure('locked', lockedText(directory, pidFile), { cause: error });
    }
    writeFileSync(pidFile, `${process.pid}\n`);
    return new DirectoryLock(holder, pidFile);
  }

  release(): void {
    rmSync(this.pidFile, { force: true });
    this.holder.close();
  }
}

function lockedText(directory: string, pidFile: string): string {
  const pid = readPid(pidFile);
  const who = pid ? `process ${pid}` : 'another process';
  const how = pid ? `stop it (kill ${pid})` : 'stop it';
  return `${directory}: ${who} already runs on this directory; ${how} or name another directory`;
}

function readPid(pidFile: string): string | undefined {
  try {
    return /^\d{1,10}$/.exec(readFileSync(pidFile, 'utf8').trim())?.[0];
  } catch {
    return undefined;
  }
}
