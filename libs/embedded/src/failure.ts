import { StoreFailure, type StoreFailureCode } from '@barometer/store';

/** SQLite's extended codes start with one of these. */
const CODES: readonly (readonly [prefix: string, code: StoreFailureCode, says: string])[] = [
  ['SQLITE_FULL', 'full', 'the disk is full; free some space'],
  ['SQLITE_IOERR', 'io', 'the disk could not be read or written'],
  ['SQLITE_CORRUPT', 'corrupt', 'the file is damaged; put a backup in its place'],
  ['SQLITE_NOTADB', 'foreign', 'this is not a Barometer database; name another directory or move the file away'],
  ['SQLITE_READONLY', 'readonly', 'the file cannot be written; check its owner and permissions'],
  ['SQLITE_PERM', 'readonly', 'the file cannot be written; check its owner and permissions'],
  ['SQLITE_CANTOPEN', 'io', 'the file cannot be opened; check that the directory exists and can be written'],
  ['SQLITE_BUSY', 'locked', 'another program holds the database; stop it, then start again'],
];

/** Says in one sentence what SQLite reported about `file`. */
export function storeFailure(error: unknown, file: string): StoreFailure {
  if (error instanceof StoreFailure) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const text = `${typeof code === 'string' ? code : ''} ${String(message)}`;
  const known = CODES.find(([prefix]) => typeof code === 'string' && code.startsWith(prefix));
  const [, kind, says] = known ?? (/Unable to open/.test(text) ? CODES[6]! : ['', 'io' as const, 'the store failed']);
  return new StoreFailure(kind, `${file}: ${says} (${text.trim()})`, { cause: error });
}
