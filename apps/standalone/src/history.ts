import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { importHistory, type ImportOutcome } from '@barometer/collector';
import { readIncidentFile } from '@barometer/feed';
import type { Stores } from '@barometer/store';
import type { Clock } from '@barometer/time';

/** Imports a file of incidents as history; `onShare` is told how much of it is read, from 0 to 1. */
export async function importFile(
  stores: Pick<Stores, 'journal' | 'rejects'>,
  file: string,
  { clock, onShare, signal }: { clock: Clock; onShare: (share: number) => void; signal?: AbortSignal },
): Promise<ImportOutcome> {
  const { size } = await stat(file);
  const items = readIncidentFile(createReadStream(file), {
    now: clock.now(),
    mode: 'history',
    onProgress: ({ bytes }) => onShare(size === 0 ? 1 : Math.min(1, bytes / size)),
  });
  const outcome = await importHistory(stores, items, { clock, source: basename(file), signal });
  onShare(1);
  return outcome;
}
