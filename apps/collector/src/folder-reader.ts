import { readIncidentFile, type FileItem, type FolderFile, type WatchedFolder } from '@barometer/feed';
import type { Item } from '@barometer/incident';
import { safeText } from '@barometer/incident';
import type { Logger } from '@barometer/service';
import { MINUTE, type Clock, type Duration, type Instant } from '@barometer/time';
import type { Acceptor } from './accept.js';

/** Items appended at once. */
const BATCH = 500;
/** How long a file that could not be read or moved is left alone, unless it changes. */
const REST: Duration = MINUTE;

export interface FolderReaderParts {
  readonly folder: Pick<WatchedFolder, 'scan'>;
  readonly acceptor: Acceptor;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'error'>;
}

type Move = () => Promise<void>;

interface Trouble {
  readonly look: string;
  /** When it is tried again. */
  readonly again: Instant;
  /** What is left to do where it was taken in. */
  readonly move: Move | undefined;
}

/** Takes in the complete files of a watched folder, then moves them away. */
export class FolderReader {
  private troubles = new Map<string, Trouble>();

  constructor(private readonly parts: FolderReaderParts) {}

  /** Looks once. A file that cannot be read or moved is said once and holds up no other; throws what keeps all of them from being taken in. */
  async look(): Promise<void> {
    const files = await this.parts.folder.scan();
    const names = new Set(files.map(({ name }) => name));
    this.troubles = new Map([...this.troubles].filter(([name]) => names.has(name)));
    for (const file of files) await this.attempt(file);
  }

  private async attempt(file: FolderFile): Promise<void> {
    const last = this.troubles.get(file.name);
    const known = last?.look === file.look ? last : undefined;
    if (known && this.parts.clock.now() < known.again) return;
    let move = known?.move;
    try {
      move ??= await this.take(file);
      await move();
      this.troubles.delete(file.name);
    } catch (error) {
      if (!isOfFiles(error)) throw error;
      this.troubles.set(file.name, { look: file.look, again: this.parts.clock.now() + REST, move });
      if (!known) this.say(file, error, move !== undefined);
    }
  }

  private say(file: FolderFile, error: Error, taken: boolean): void {
    const facts = { file: safeText(file.name, 200), failure: error.message };
    const what = taken ? 'was taken in and could not be moved away' : 'could not be read';
    this.parts.logger.error(facts, `a file of the watched folder ${what}; it is tried again every minute`);
  }

  /** Takes a file in; answers how it is moved away. */
  private async take(file: FolderFile): Promise<Move> {
    const { acceptor, clock } = this.parts;
    const source = `file ${safeText(file.name, 200)}`;
    const items = readIncidentFile(file.chunks(), { now: clock.now(), mode: 'live' });
    let accepted = 0;
    let firstReject: string | undefined;
    for await (const batch of batchesOf(items)) {
      const receipt = await acceptor.take(batch, source);
      accepted += receipt.accepted;
      const [reject] = receipt.rejected;
      firstReject ??= reject && `${reject.reason} ${reject.path}: ${reject.message}`;
    }
    return accepted > 0 ? () => file.done() : () => file.reject(firstReject ?? 'the file is empty');
  }
}

/** Whether the system failed on a file, and not the store. */
function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
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
