import { readIncidentFile, type FileItem, type FolderFile, type WatchedFolder } from '@barometer/feed';
import type { Item } from '@barometer/incident';
import { safeText } from '@barometer/incident';
import type { Clock } from '@barometer/time';
import type { Acceptor } from './accept.js';

/** Items appended at once. */
const BATCH = 500;

/** Takes in the complete files of a watched folder, then moves them away. */
export class FolderReader {
  constructor(
    private readonly folder: WatchedFolder,
    private readonly acceptor: Acceptor,
    private readonly clock: Clock,
  ) {}

  /** Looks once; a file that fails stays where it is and comes again. */
  async look(): Promise<void> {
    for (const file of await this.folder.scan()) await this.take(file);
  }

  private async take(file: FolderFile): Promise<void> {
    const source = `file ${safeText(file.name, 200)}`;
    const items = readIncidentFile(file.chunks(), { now: this.clock.now(), mode: 'live' });
    let accepted = 0;
    let firstReject: string | undefined;
    for await (const batch of batchesOf(items)) {
      const receipt = await this.acceptor.take(batch, source);
      accepted += receipt.accepted;
      const [reject] = receipt.rejected;
      firstReject ??= reject && `${reject.reason} ${reject.path}: ${reject.message}`;
    }
    if (accepted > 0) await file.done();
    else await file.reject(firstReject ?? 'the file is empty');
  }
}

async function* batchesOf(items: AsyncIterable<FileItem>): AsyncIterable<readonly Item[]> {
  let batch: Item[] = [];
  for await (const { item } of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
