import { readIncidentFile } from '@barometer/feed';
import { createGazetteer } from '@barometer/gazetteer';
import type { RevisionItem } from '@barometer/incident';
import { Register } from '@barometer/register';
import { isoDate, type Instant } from '@barometer/time';
import type { CheckOptions } from '../commands/check.js';
import { sayReject } from '../history.js';
import { writeJson, writeLine, type Io } from '../io.js';
import { paintFor } from '../paint.js';
import { plural } from '../plural.js';
import { progressBar } from '../progress.js';
import type { Source } from '../source.js';

/** Rejects listed for people; machines get all of them. */
const LISTED = 100;

/** Tells what of a file of incidents cannot be used, and what it holds; false when anything is rejected. */
export async function checkIncidents(io: Io, source: Source, { format }: CheckOptions): Promise<boolean> {
  const found = new Found();
  const bar = await progressBar(io, source);
  const onProgress = ({ bytes }: { bytes: number }) => bar.at(bytes);
  for await (const { line, item } of readIncidentFile(source.chunks, {
    now: io.clock.now(),
    mode: 'history',
    onProgress,
  })) {
    if (item.type === 'heartbeat') found.heartbeats += 1;
    else if (item.type === 'revision') found.revision(item);
    else {
      found.rejects += 1;
      const { reason, path, message } = item;
      if (format === 'ndjson') await writeJson(io, { type: 'reject', file: source.name, line, reason, path, message });
      else if (found.rejects <= LISTED) await writeLine(io, sayReject(source.name, line, item));
    }
  }
  bar.stop();
  if (format === 'ndjson') await writeJson(io, { type: 'incidents', file: source.name, ...found.summary() });
  else await sayFound(io, source.name, found);
  return found.rejects === 0;
}

/** What a file holds. */
class Found {
  heartbeats = 0;
  rejects = 0;
  private readonly register = new Register({ gazetteer: createGazetteer({}), grades: {} });
  private readonly datasets = new Set<string>();
  private first: Instant = Infinity;
  private last: Instant = -Infinity;

  revision({ revision }: RevisionItem): void {
    this.register.apply(revision);
    this.datasets.add(revision.dataset);
    this.first = Math.min(this.first, revision.occurredFrom);
    this.last = Math.max(this.last, revision.occurredFrom);
  }

  summary() {
    const { revisions, duplicates, conflicts } = this.register.counts;
    const incidents = [...this.register.incidents()].length;
    const span = incidents === 0 ? null : { from: isoDate(this.first), to: isoDate(this.last) };
    const { heartbeats, rejects } = this;
    const datasets = [...this.datasets].sort();
    return { incidents, revisions, duplicates, conflicts, heartbeats, rejects, datasets, occurred: span };
  }
}

async function sayFound(io: Io, name: string, found: Found): Promise<void> {
  const { incidents, revisions, duplicates, conflicts, heartbeats, rejects, datasets, occurred } = found.summary();
  const paint = paintFor(io, io.stdout);
  if (rejects > LISTED) await writeLine(io, `… and ${rejects - LISTED} more: --format ndjson lists them all`);
  const parts = [
    `${plural(revisions, 'report')} of ${plural(incidents, 'incident')}`,
    ...(occurred ? [`${occurred.from} to ${occurred.to}`] : []),
    ...(datasets.length > 0 ? [`from ${datasets.slice(0, 5).join(', ')}${datasets.length > 5 ? ', …' : ''}`] : []),
    ...(heartbeats > 0 ? [plural(heartbeats, 'heartbeat')] : []),
    ...(duplicates > 0 ? [plural(duplicates, 'duplicate')] : []),
    ...(conflicts > 0 ? [plural(conflicts, 'conflict')] : []),
    rejects > 0 ? paint('red', `${rejects} rejected`) : paint('green', 'none rejected'),
  ];
  await writeLine(io, `${name}: incidents: ${parts.join(', ')}`);
}
