import { decodeEntry } from '@barometer/journal';
import type { Revision } from '@barometer/incident';
import type { Log } from '@barometer/store';
import type { Instant } from '@barometer/time';

/** A revision and when the journal took it. */
export interface RecordedRevision {
  readonly recorded: Instant;
  readonly revision: Revision;
}

const BATCH = 1_000;

/** Every revision of these incidents still there and recorded up to an instant, in order; reads the journal through, decoding only what names them. */
export async function revisionsOf(
  journal: Log,
  members: readonly string[],
  at: Instant,
): Promise<readonly RecordedRevision[]> {
  const found: RecordedRevision[] = [];
  for (let next = await journal.begin(); ;) {
    const records = await journal.read(next, BATCH);
    if (records.length === 0) return found;
    next = records.at(-1)!.offset + 1;
    for (const { value } of records) {
      if (!members.some((member) => value.includes(member))) continue;
      const entry = decodeEntry(value);
      if (entry.type !== 'revision' || !members.includes(entry.revision.incidentId)) continue;
      if (entry.recorded <= at) found.push({ recorded: entry.recorded, revision: entry.revision });
    }
  }
}
