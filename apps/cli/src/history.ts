import { readIncidentFile } from '@barometer/feed';
import type { RejectItem } from '@barometer/incident';
import type { TimedEntry } from '@barometer/journal';
import { note, type Io } from './io.js';
import { progressBar } from './progress.js';
import { openSource } from './source.js';
import { clean } from '@barometer/notice';

const SHOWN = 5;

/** What of a file could not be used. */
export class Rejects {
  count = 0;
  private readonly first: { readonly line: number; readonly item: RejectItem }[] = [];

  constructor(private readonly name: string) {}

  add(line: number, item: RejectItem): void {
    this.count += 1;
    if (this.first.length < SHOWN) this.first.push({ line, item });
  }

  /** Tells of them on stderr. */
  tell(io: Io): void {
    if (this.count === 0) return;
    for (const { line, item } of this.first) note(io, sayReject(this.name, line, item));
    const more = this.count > SHOWN ? `; \`barometer check ${this.name}\` lists them` : '';
    note(io, `${this.count} of ${this.name} could not be used${more}`);
  }
}

/** `incidents.ndjson:17: unknown_kind at kind: …`. */
export function sayReject(name: string, line: number, { reason, path, message }: RejectItem): string {
  return clean(`${name}:${line}: ${reason}${path === '' ? '' : ` at ${path}`}: ${message}`, 400);
}

/** A file of incidents as an import makes journal entries of it. */
export interface History {
  /** In order, `import ended` the last: `recorded` is the greater of the line's report and the line before. */
  readonly entries: AsyncIterable<TimedEntry>;
  readonly rejects: Rejects;
}

/** Opens a file of incidents, `-` for stdin; throws `CannotRun` when it cannot be read. */
export async function openHistory(io: Io, path: string): Promise<History> {
  const source = await openSource(io, path);
  const rejects = new Rejects(source.name);
  const bar = await progressBar(io, source);
  async function* entries(): AsyncIterable<TimedEntry> {
    const onProgress = ({ bytes }: { bytes: number }) => bar.at(bytes);
    let recorded = -Infinity;
    try {
      for await (const { line, item } of readIncidentFile(source.chunks, {
        now: io.clock.now(),
        mode: 'history',
        onProgress,
      })) {
        if (item.type === 'reject') {
          rejects.add(line, item);
          continue;
        }
        recorded = Math.max(recorded, item.type === 'revision' ? item.revision.reportedAt : item.at);
        if (item.type === 'revision') yield { type: 'revision', recorded, revision: item.revision, imported: true };
        else yield { type: 'heartbeat', recorded, feed: item.feed, at: item.at, imported: true };
      }
    } finally {
      bar.stop();
    }
    if (Number.isFinite(recorded)) yield { type: 'import ended', recorded };
  }
  return { entries: entries(), rejects };
}
